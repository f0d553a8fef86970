"""What other systems call our columns: one flat table a noun, a line a column. A further CRM or card scanner
is a few more headings here, and nothing else.

Collected from exports of Salesforce (reports by label, Data Loader by API name), HubSpot, Sansan, Eight and
Remember, and from what spreadsheets are headed with in English, German, Japanese and Korean. Spaces, signs
and capitals do not matter. Of several that a file has the one further left here is taken."""

from __future__ import annotations

Headings = dict[str, tuple[str, ...]]

ACCOUNTS: Headings = {
    "name": (
        "Account Name", "Company name", "Company", "Customer", "Customer Name", "Organization Name",
        "Account", "会社名", "取引先名", "企業名", "顧客名", "회사명", "거래처명", "고객사명",
        "고객사", "회사", "Accountname", "Kundenname", "Firmenname", "Unternehmensname", "Firma", "Kunde",
    ),
    "owner_email": (
        "Account Owner Email", "Owner Email", "Account Owner", "Company owner", "Owner",
        "Account Manager", "Sales Rep", "Owner Full Name", "取引先 所有者", "取引先所有者", "担当者",
        "営業担当", "営業担当者", "所有者", "담당자", "계정 소유자", "영업 담당자", "영업담당",
        "Account-Inhaber", "Kundenbetreuer", "Betreuer", "Inhaber", "Zuständig",
    ),
    "tier": (
        "Account Tier", "Customer Tier", "Tier", "Rank", "Class", "ランク", "顧客ランク", "등급",
        "고객 등급", "Klasse",
    ),
    "segment": ("Customer Segment", "Segment", "セグメント", "세그먼트"),
    "annual_revenue": (
        "Annual Contract Value", "ARR", "Contract Value", "Annual Revenue", "AnnualRevenue", "Revenue",
        "年間売上", "年間契約額", "年間売上高", "연매출", "연간 매출", "연간 계약금액", "Jahresumsatz",
        "Umsatz",
    ),
    "currency": ("Account Currency", "Currency", "CurrencyIsoCode", "通貨", "통화", "Währung"),
    "started_on": (
        "Customer Since", "Start Date", "First Contract Date", "取引開始日", "契約開始日",
        "거래 시작일", "거래개시일", "Kunde seit",
    ),
    "renews_on": (
        "Renewal Date", "Contract End Date", "Contract Renewal Date", "更新日", "契約更新日",
        "契約終了日", "갱신일", "계약 만료일", "계약 종료일", "Verlängerung", "Vertragsende",
    ),
    "services": ("Products", "Services", "商品", "サービス", "제품", "서비스"),
    "aliases": ("Also Known As", "Aliases", "別名", "별칭"),
    "industry": ("Industry", "業種", "업종", "산업", "Branche"),
    "country": ("Billing Country", "BillingCountry", "Country/Region", "Country", "国", "국가", "Land"),
    "parent": (
        "Parent Account", "Parent Account: Account Name", "Parent Company", "親取引先", "親会社",
        "상위 계정", "모회사",
    ),
    "domain": (
        "Company Domain Name", "Website", "Website URL", "Domain", "Web サイト", "URL", "ホームページ",
        "웹사이트", "홈페이지", "도메인",
    ),
    "external_id": (
        "Account ID", "Account ID 18", "Record ID", "Record ID - Company", "Id", "取引先 ID",
        "顧客コード", "会社コード", "고객 코드", "거래처 코드", "거래처코드", "Kundennummer",
    ),
    "status": ("Account Status", "Customer Status", "ステータス", "상태"),
}  # fmt: skip

CONTACTS: Headings = {
    "account": (
        "Account Name", "Company name", "Associated Company", "Primary Associated Company", "Company",
        "Organization", "会社名", "取引先名", "企業名", "회사명", "회사", "소속", "거래처명", "고객사",
        "Accountname", "Kundenname", "Firmenname", "Unternehmensname", "Firma", "Kunde",
    ),
    "name": (
        "Full Name", "Contact Name", "Name", "氏名", "名前", "担当者名", "이름", "성명",
        "Vollständiger Name",
    ),
    "first": ("First Name", "FirstName", "Given Name", "氏名[名]", "名", "Vorname", "이름"),
    "last": ("Last Name", "LastName", "Surname", "Family Name", "氏名[姓]", "姓", "Nachname", "성"),
    "email": (
        "Email", "E-mail", "Email Address", "Work email", "メールアドレス", "メール", "이메일",
        "이메일 주소", "전자우편", "E-Mail-Adresse",
    ),
    "title": ("Title", "Job Title", "Position", "役職", "肩書", "직함", "직위", "직책", "Funktion"),
    "role": ("Buying Role", "Contact Role", "役割", "역할"),
    "prefers": ("Preferred Channel", "Preferred Contact Method", "希望連絡方法", "선호 연락 수단"),
    "birthday": (
        "Birthdate", "Date of birth", "Birthday", "誕生日", "生年月日", "생일", "생년월일",
        "Geburtstag",
    ),
    "external_id": (
        "Contact ID", "Contact ID 18", "Record ID", "Record ID - Contact", "Id", "名刺ID",
        "取引先責任者 ID", "명함 ID", "연락처 ID",
    ),
}  # fmt: skip

PEOPLE: Headings = {
    "email": ("Email", "E-mail", "Email Address", "User Email", "メールアドレス", "이메일"),
    "name": ("Full Name", "Name", "User Name", "氏名", "이름", "성명"),
    "first": ("First Name", "FirstName", "名", "Vorname"),
    "last": ("Last Name", "LastName", "姓", "Nachname"),
    "role": ("Role", "役割", "역할"),
    "manager_email": ("Manager Email", "Manager", "上司", "マネージャー", "관리자", "팀장"),
    "timezone": ("Time Zone", "TimeZoneSidKey", "タイムゾーン", "시간대"),
    "country": ("Country", "国", "국가"),
}  # fmt: skip

TOUCHES: Headings = {
    "account": (
        "Company / Account", "Account Name", "Company name", "Company", "会社名", "取引先名", "회사명",
        "회사", "거래처명", "Accountname", "Kundenname", "Firma", "Kunde",
    ),
    "by_email": (
        "Assigned", "Assigned To", "Owner", "Activity assigned to", "Created By", "担当者", "任命先",
        "담당자", "작성자",
    ),
    "at": (
        "Activity date", "Date", "Completed Date", "Due Date", "日付", "活動日", "接触日", "訪問日",
        "날짜", "활동일", "방문일", "Datum",
    ),
    "channel": (
        "Activity type", "Type", "Task Subtype", "Channel", "種別", "活動種別", "유형", "활동 유형",
        "Art",
    ),
    "contact": (
        "Contact", "Contact Name", "Associated Contact", "Name", "取引先責任者", "先方担当者",
        "연락처", "고객 담당자",
    ),
    "minutes": ("Minutes", "Duration (Minutes)", "所要時間（分）", "소요 시간(분)"),
    "note": (
        "Full Comments", "Comments", "Notes", "Note", "Subject", "メモ", "内容", "コメント", "件名",
        "메모", "내용", "제목",
    ),
    "external_id": ("Activity ID", "Record ID", "Id", "活動 ID", "활동 ID"),
}  # fmt: skip

REVENUE: Headings = {
    "account": (
        "Account Name", "Company name", "Company", "Customer", "会社名", "取引先名", "회사명",
        "거래처명", "Accountname", "Kundenname", "Firma", "Kunde",
    ),
    "on": (
        "Close Date", "Order Date", "Invoice Date", "Date", "日付", "受注日", "請求日", "날짜",
        "주문일", "거래일", "Datum",
    ),
    "kind": ("Revenue Kind", "Movement", "種類", "종류"),
    "amount": ("Amount", "Total", "金額", "受注金額", "금액", "거래금액", "Betrag"),
    "currency": ("Currency", "通貨", "통화", "Währung"),
    "service": ("Product", "Service", "Product Name", "商品", "製品", "제품", "상품", "Produkt"),
    "external_id": (
        "Opportunity ID", "Order Number", "Invoice Number", "Record ID", "受注番号", "주문 번호",
        "주문번호",
    ),
}  # fmt: skip

HEADINGS: dict[str, Headings] = {
    "accounts": ACCOUNTS,
    "contacts": CONTACTS,
    "people": PEOPLE,
    "touches": TOUCHES,
    "revenue": REVENUE,
}

TELLS: dict[str, frozenset[str]] = {
    "accounts": frozenset(
        {"owner_email", "tier", "annual_revenue", "renews_on", "industry", "domain", "parent"}
    ),
    "contacts": frozenset({"email", "title", "birthday", "last"}),
    "people": frozenset({"role", "manager_email", "timezone"}),
    "touches": frozenset({"channel", "minutes", "note", "by_email"}),
    "revenue": frozenset({"amount"}),
    "offers": frozenset({"gain", "sends", "retired_on"}),
    "upsells": frozenset({"step", "competitors", "targeted_on", "explore_by", "offer_by", "sender_email"}),
}
"""Columns of which a file of a noun has one at least: nobody becomes a colleague for having an address."""

NAMED: dict[str, tuple[str, ...]] = {
    "accounts": (
        "account", "compan", "customer", "取引先", "会社", "顧客", "거래처", "고객사", "회사", "kunde",
    ),
    "contacts": ("contact", "kontakt", "card", "名刺", "責任者", "명함", "연락처", "remember"),
    "people": ("people", "user", "team", "staff", "ユーザ", "社員", "직원", "사용자"),
    "touches": ("activit", "touch", "task", "call", "活動", "활동"),
    "revenue": ("revenue", "order", "invoice", "sales", "売上", "受注", "매출", "주문"),
}  # fmt: skip
"""What a file's name says of what it holds, where its headings leave it open."""
