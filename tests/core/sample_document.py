"""A cooperation agreement as the tests and benchmarks print it: short in both languages, long in Chinese."""

# ruff: noqa: E501 — the text of a contract

from core.rendering.context import (
    Annex,
    Bilingual,
    Clause,
    Column,
    DocumentContext,
    Fact,
    Party,
    Signature,
    Table,
    Verification,
)

B = Bilingual
SAME = Bilingual.same

CLAUSES = (
    Clause(
        number="1",
        heading=B("Purpose", "合作宗旨"),
        text=B(
            "The parties join their strengths in education and industry so that students learn what work asks "
            "of them, teachers keep pace with practice, and the enterprise finds the people it needs.",
            "为深化产教融合、校企合作，发挥双方在人才培养和产业资源方面的优势，甲乙双方依据《中华人民共和国职业教育法》"
            "《职业学校学生实习管理规定》（教职成〔2021〕4号），本着“平等自愿、优势互补、互利共赢”的原则，达成如下协议。",
        ),
    ),
    Clause(
        number="2",
        heading=B("Forms of cooperation", "合作形式"),
        children=(
            Clause(
                number="2.1",
                text=B(
                    "The enterprise’s Suzhou plant becomes an internship base of the centre. Each academic year it "
                    "offers places as listed in Annex 1, in posts that match the students’ majors.",
                    "乙方苏州工厂作为甲方的校外实习基地，每学年按附件一所列数量提供与学生所学专业对口的实习岗位。",
                ),
            ),
            Clause(
                number="2.2",
                text=B(
                    "The parties run an order class together:\n"
                    "(1) admission, curriculum and assessment are agreed in writing before each intake;\n"
                    "(2) the enterprise sends at least two senior technicians as part-time teachers, each for no less than "
                    "48 lessons a year;\n"
                    "(3) a student may leave the class at the end of a term without giving reasons.",
                    "双方共同举办订单班：\n"
                    "（1）每届招生前书面商定招生办法、培养方案和考核方式；\n"
                    "（2）乙方选派不少于2名高级技师担任兼职教师，每人每学年授课不少于48学时；\n"
                    "（3）学生可在学期末退出订单班，无须说明理由。",
                ),
            ),
            Clause(
                number="2.3",
                text=B(
                    "The enterprise takes six teachers a year for practice of at least one month.",
                    "乙方每年接收6名教师开展不少于1个月的企业实践。",
                ),
            ),
        ),
    ),
    Clause(
        number="3",
        heading=B("Duties of the parties", "双方的权利与义务"),
        children=(
            Clause(
                number="3.1",
                heading=B("Party A", "甲方"),
                text=B(
                    "1. prepares students for safety and discipline before they start;\n"
                    "2. names an instructor for every placement, who visits at least once a month;\n"
                    "3. pays for the liability insurance of every intern.",
                    "1. 负责学生实习前的安全教育和纪律教育；\n"
                    "2. 为每批实习生指定指导教师，每月至少到岗巡访一次；\n"
                    "3. 为每名实习学生投保学生实习责任保险。",
                ),
            ),
            Clause(
                number="3.2",
                heading=B("Party B", "乙方"),
                text=B(
                    "1. names a mentor for every intern;\n"
                    "2. pays no less than 80 % of the wage of the same post during probation, monthly and in money:\n"
                    "a) to the student’s own account;\n"
                    "b) not later than the tenth of the following month;\n"
                    "3. asks no deposit, keeps no identity papers, and sets no night shifts.",
                    "1. 为每名实习学生指定企业导师；\n"
                    "2. 实习报酬不低于本单位相同岗位试用期工资标准的80%，按月以货币形式支付：\n"
                    "a) 汇入学生本人账户；\n"
                    "b) 不晚于次月10日；\n"
                    "3. 不收取押金，不扣押证件，不安排学生上夜班。",
                ),
            ),
        ),
    ),
    Clause(
        number="4",
        heading=B("Intellectual property and confidentiality", "知识产权与保密"),
        text=B(
            "Results made together belong to both parties in equal shares unless a project agreement says otherwise. "
            "Neither party discloses what it learns of the other’s business; this duty outlives the agreement by three years.\n"
            "Further information: https://partnerships.example.edu.cn/agreements/2026/framework/"
            "a-very-long-address-without-any-place-to-break-it-that-must-not-run-off-the-page?reference=XQ-2026-0042",
            "双方共同完成的成果，除项目协议另有约定外，由双方按份共有，各占50%。任何一方不得披露在合作中知悉的对方商业秘密；"
            "本义务在协议终止后3年内继续有效。\n"
            "更多信息：https://partnerships.example.edu.cn/agreements/2026/framework/"
            "a-very-long-address-without-any-place-to-break-it-that-must-not-run-off-the-page?reference=XQ-2026-0042",
        ),
    ),
    Clause(
        number="5",
        heading=B("Term, renewal and termination", "期限、续签与终止"),
        text=B(
            "This agreement runs from 1 September 2026 to 31 August 2029. It is renewed by decision of both parties; "
            "notice not to renew is given 90 days before its end. Either party may end it for good cause by 30 days’ "
            "written notice; internships that have begun are completed.",
            "本协议有效期自2026年9月1日起至2029年8月31日止。期满经双方协商一致可续签；不再续签的，应于期满90日前书面通知对方。"
            "任何一方有正当理由的，可提前30日书面通知解除本协议；已开始的实习应继续完成。",
        ),
    ),
    Clause(
        number="6",
        heading=B("Disputes", "争议解决"),
        text=B(
            "The parties first negotiate. Failing agreement, the people’s court at Party A’s seat decides.",
            "因履行本协议发生争议的，双方应先行协商；协商不成的，向甲方所在地人民法院提起诉讼。",
        ),
    ),
)

ANNEX = Annex(
    heading=B("Internship places", "实习岗位一览表"),
    text=B(
        "Places offered in each academic year. Allowances are before tax.",
        "每学年提供的实习岗位如下，实习报酬为税前金额。",
    ),
    table=Table(
        caption=B("Academic year 2026–2027", "2026—2027学年"),
        columns=(
            Column(heading=B("Post", "岗位")),
            Column(heading=B("Major", "专业")),
            Column(heading=B("Mentor", "企业导师")),
            Column(heading=B("Places", "人数"), is_number=True),
            Column(heading=B("Allowance, CNY a month", "报酬（元/月）"), is_number=True),
        ),
        rows=(
            (
                B("Assembly technician", "装配调试员"),
                B("Mechatronics", "机电技术应用"),
                B("Wang Chong", "王翀"),
                SAME("12"),
                SAME("3,200.00"),
            ),
            (
                B("CNC operator", "数控机床操作工"),
                B("Numerical control", "数控技术应用"),
                B("Chen Rong", "陈镕"),
                SAME("8"),
                SAME("3,450.00"),
            ),
            (
                B("Quality inspector", "质量检验员"),
                B("Metrology and testing", "产品质量监督检验"),
                B("Zhang Jihong", "张𠮷鸿"),
                SAME("4"),
                SAME("3,000.00"),
            ),
        ),
    ),
)


def agreement(*, is_draft: bool = False, clauses: tuple[Clause, ...] = CLAUSES) -> DocumentContext:
    return DocumentContext(
        title=B("School–Enterprise Cooperation Agreement", "校企合作协议"),
        kind=B("Framework agreement with internship base", "框架协议（含实习基地）"),
        reference="XQ-2026-0042",
        version="3",
        issuer=B("Taihu Vocational Education Centre", "太湖职业教育中心"),
        is_draft=is_draft,
        facts=(
            Fact(
                label=B("Term", "期限"),
                value=B("1 September 2026 – 31 August 2029", "2026年9月1日至2029年8月31日"),
            ),
            Fact(
                label=B("Majors", "合作专业"),
                value=B("Mechatronics; Numerical control", "机电技术应用、数控技术应用"),
            ),
            Fact(label=B("Value", "合同金额"), value=B("CNY 480,000.00", "人民币480,000.00元")),
        ),
        parties=(
            Party(
                role=B("Party A", "甲方"),
                name=B("Taihu Vocational Education Centre", "太湖职业教育中心"),
                details=(
                    Fact(label=B("Code", "统一社会信用代码"), value=SAME("12320500466007183N")),
                    Fact(
                        label=B("Address", "地址"),
                        value=B("1 Xueyuan Road, Wuzhong, Suzhou", "苏州市吴中区学苑路1号"),
                    ),
                    Fact(label=B("Representative", "法定代表人"), value=B("Lin Yu", "林㼆")),
                ),
            ),
            Party(
                role=B("Party B", "乙方"),
                name=B("Suzhou Hengrui Precision Machinery Co., Ltd.", "苏州恒睿精密机械有限公司"),
                details=(
                    Fact(label=B("Code", "统一社会信用代码"), value=SAME("91320594MA1MUKJ61X")),
                    Fact(
                        label=B("Address", "地址"),
                        value=B(
                            "88 Xinghu Street, Suzhou Industrial Park", "苏州工业园区星湖街88号恒睿科技园3幢"
                        ),
                    ),
                    Fact(label=B("Representative", "法定代表人"), value=B("Zhou Mingyuan", "周明远")),
                ),
            ),
        ),
        preamble=B(
            "The parties named above, having regard to the Vocational Education Law of the People’s Republic of "
            "China, have agreed as follows.",
            "上述双方经友好协商，自愿签订本协议，共同遵守。",
        ),
        clauses=clauses,
        annexes=(ANNEX,),
        signatures=(
            Signature(
                role=B("Party A", "甲方"),
                party=B("Taihu Vocational Education Centre", "太湖职业教育中心"),
                signatory=B("Lin Yu", "林㼆"),
                position=B("Director", "主任"),
            ),
            Signature(
                role=B("Party B", "乙方"),
                party=B("Suzhou Hengrui Precision Machinery Co., Ltd.", "苏州恒睿精密机械有限公司"),
            ),
        ),
        verification=Verification(
            address="https://partnerships.example.edu.cn/verify/7KQ2-9FXM", code="7KQ2-9FXM"
        ),
    )


def long_agreement() -> DocumentContext:
    """About thirteen pages of Chinese."""
    clauses = tuple(
        Clause(
            number=str(index),
            heading=clause.heading,
            text=clause.text,
            children=tuple(
                Clause(
                    number=f"{index}.{at}",
                    heading=child.heading,
                    text=child.text,
                    children=child.children,
                )
                for at, child in enumerate(clause.children, start=1)
            ),
        )
        for index, clause in enumerate(CLAUSES * 10, start=1)
    )
    return agreement(clauses=clauses)
