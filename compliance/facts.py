"""The schema of facts: all that a check can be told, with its words. docs/rules.md explains it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.engine.facts import Fact, FactKind, Schema
from core.access import Text

YES_OR_NO, DATE, NUMBER = FactKind.BOOLEAN, FactKind.DATE, FactKind.NUMBER
TEXT, TEXTS, TIME, NUMBERS, DATES = (
    *(FactKind.TEXT, FactKind.TEXTS),
    *(FactKind.TIME, FactKind.NUMBERS, FactKind.DATES),
)


def one(kind: FactKind, label: Text) -> Fact:
    return Fact(kind=kind, label=label)


def code(label: Text, choices: Mapping[str, Text]) -> Fact:
    return Fact(kind=FactKind.CODE, label=label, choices=choices)


def codes(label: Text, choices: Mapping[str, Text]) -> Fact:
    return Fact(kind=FactKind.CODES, label=label, choices=choices)


def records(label: Text, fields: Mapping[str, Fact]) -> Fact:
    return Fact(kind=FactKind.RECORDS, label=label, fields=fields)


SEXES = {"female": _("female"), "male": _("male")}
PLACEMENT_TYPES = {"observation": _("observation"), "post": _("post internship")}
ARRANGERS = {"school": _("the school"), "student": _("the student")}
CHANNELS = {
    "direct": _("school and enterprise directly"),
    "intermediary": _("an intermediary"),
    "paid_agent": _("a paid agent"),
    "labour_dispatch": _("labour dispatch"),
}
DESTINATIONS = {
    "local": _("in the same city"),
    "same_province": _("elsewhere in the province"),
    "other_province": _("in another province"),
    "overseas": _("abroad"),
}
LODGINGS = {
    "unified": _("arranged for all"),
    "home": _("at home"),
    "own": _("found by oneself"),
}
VENUES = {
    "ordinary": _("an ordinary workplace"),
    "bar": _("a bar"),
    "nightclub": _("a nightclub"),
    "ktv": _("a karaoke venue"),
    "bathhouse": _("a bathhouse or massage venue"),
    "arcade": _("an arcade"),
    "internet_cafe": _("an internet café"),
    "similar_venue": _("a similar venue of entertainment"),
}
HAZARDS = {
    "dust": _("dust"),
    "toxic": _("toxic substances"),
    "height": _("work at heights"),
    "cold_water": _("cold water"),
    "high_temperature": _("great heat"),
    "low_temperature": _("great cold"),
    "heavy_labour": _("labour of grade IV"),
    "underground": _("work underground"),
    "forestry": _("felling, rafting or guarding woods"),
    "radioactive": _("radioactive substances"),
    "flammable_explosive": _("flammable or explosive substances, burns"),
    "field_exploration": _("exploration in the field"),
    "underwater_or_tunnel": _("diving, caissons, tunnels or high altitude"),
    "heavy_load": _("heavy loads"),
    "vibrating_tools": _("vibrating tools"),
    "forced_posture": _("a forced posture"),
    "boiler": _("stoking boilers"),
    "other_high_risk": _("another high risk"),
}
SHIFTS = {"day": _("day shift"), "night": _("night shift"), "rotating": _("rotating shifts")}
PARTIES = {
    "school": _("the school"),
    "host": _("the enterprise"),
    "student": _("the student"),
    "guardian": _("a guardian"),
}
TEMPLATES = {"official": _("the official model text"), "own": _("another text")}
CLAUSES = {
    "parties": _("the parties"),
    "time_and_place": _("time, place, content and conditions"),
    "board_lodging_hours_leave": _("board, lodging, hours, rest and leave"),
    "pay": _("pay and how it is paid"),
    "protection": _("labour protection and occupational hazards"),
    "insurance": _("insurance and liability for accidents"),
    "assessment": _("assessment"),
    "breach": _("liability for breach"),
    "other": _("other matters"),
}
FEES = {
    "deposit": _("a deposit"),
    "training": _("a training fee"),
    "commission": _("a commission"),
    "management": _("a management fee"),
    "material": _("a fee for materials"),
    "job_service": _("a fee for finding work"),
    "other": _("another fee"),
}
PAY_FORMS = {"money": _("money"), "goods": _("goods"), "vouchers": _("vouchers")}
PAYEES = {"student": _("the student"), "school": _("the school"), "third_party": _("a third party")}
PAYERS = {"school": _("the school"), "host": _("the enterprise"), "student": _("the student")}
PLAN_DOCUMENTS = {
    "plan": _("the joint plan"),
    "management_rules": _("joint management rules"),
    "safety_rules": _("safety rules"),
    "emergency_plan": _("an emergency plan"),
}
REPORTS = {
    "before_start": _("report before the start"),
    "superior_consent": _("consent of the superior authority"),
    "provincial_filing": _("filing with the province"),
}
INSPECTED = {
    "qualification": _("qualification"),
    "credit": _("credit standing"),
    "management": _("management"),
    "posts": _("posts"),
    "hours": _("working hours"),
    "environment": _("working and living environment"),
    "health": _("health"),
    "safety": _("safety"),
}
GRADES = {
    "excellent": _("excellent"),
    "good": pgettext_lazy("grade", "good"),
    "pass": pgettext_lazy("grade", "pass"),
    "fail": pgettext_lazy("grade", "fail"),
}
ARCHIVED = {
    "agreement": _("the internship agreement"),
    "plan": _("the internship plan"),
    "report": _("the student's report"),
    "result": _("the assessed result"),
    "log": _("the student's diary"),
    "inspections": _("records of inspections"),
    "summary": _("the summary of the internship"),
    "evidence": _("other evidence"),
}
FILINGS = {
    "high_risk": _("filing of high-risk work"),
    "rest_days": _("filing of work on days of rest"),
    "hours": _("filing of overtime or night shifts"),
}
MODES = {"on_site": _("at the workplace"), "remote": _("remote"), "taster": _("taster")}
TEACHER_KINDS = {
    "specialist": _("teaches specialist courses"),
    "instructor": _("instructs internships"),
    "general": _("teaches general courses"),
}
COUNTED_AS = {"period": _("a period"), "day": _("a single day")}
PRACTICE_FORMS = {
    "observation": _("observation and visits"),
    "training": _("training in the enterprise"),
    "post_held": _("holding a post"),
    "research_development": _("research and development"),
}
PRACTICE_CONTENTS = {
    "process": _("production and how it is organised"),
    "posts": _("duties and skills of posts"),
    "standards": _("standards and rules of the trade"),
    "technology": _("new knowledge, techniques and equipment"),
    "teaching": _("what this changes in teaching"),
}
ROUTES = {
    "digital": _("Digital"),
    "early_years": _("Early Years Educator"),
    "other": pgettext_lazy("of a T Level", "another"),
}
LEVELS = {
    "junior": pgettext_lazy("level of a dual-qualified teacher", "junior"),
    "intermediate": pgettext_lazy("level of a dual-qualified teacher", "intermediate"),
    "senior": pgettext_lazy("level of a dual-qualified teacher", "senior"),
}
SCHOOLINGS = {"secondary": _("secondary vocational"), "higher": _("higher vocational")}
EXCEPTIONS = {
    "none": pgettext_lazy("exception for a part-time teacher", "none"),
    "craftsman": _("craftsman of renown"),
    "heritage": _("bearer of intangible heritage"),
}
PART_TIME_CLAUSES = {
    "duties": pgettext_lazy("clause with a part-time teacher", "duties"),
    "hours": pgettext_lazy("clause with a part-time teacher", "hours"),
    "mode": pgettext_lazy("clause with a part-time teacher", "mode of work"),
    "pay": pgettext_lazy("clause with a part-time teacher", "pay"),
    "protection": pgettext_lazy("clause with a part-time teacher", "protection"),
    "assessment": pgettext_lazy("clause with a part-time teacher", "assessment"),
    "termination": pgettext_lazy("clause with a part-time teacher", "termination"),
}
FORMS_OF_COOPERATION = {
    "internship_base": _("internship base"),
    "order_class": _("order class"),
    "apprenticeship": _("modern apprenticeship"),
    "industry_college": _("industry college"),
    "courses": _("courses and standards developed together"),
    "practice_station": _("teacher practice station"),
    "research": _("joint research"),
    "donation": _("donation of equipment"),
    "staff_training": _("training of enterprise staff"),
    "recruitment": _("recruitment of graduates"),
}
COOPERATION_CLAUSES = {
    "parties": _("parties"),
    "purpose": _("purpose and legal basis"),
    "cooperation": _("forms and contents of the cooperation"),
    "targets": _("measurable targets"),
    "duties": _("duties of each side"),
    "resources": _("places, equipment and money"),
    "students": _("students and their safety"),
    "rights": _("intellectual property, confidentiality and personal information"),
    "term": _("term, change and termination"),
    "liability": _("breach and disputes"),
    "final": _("final provisions"),
}
BODIES = {"own": _("this centre"), "outside": _("an outside body")}

SCHEMA: Schema = {
    "on": one(DATE, _("day of the check")),
    "student": {
        "birth_date": one(DATE, _("date of birth")),
        "sex": code(_("sex"), SEXES),
        "study_year": one(NUMBER, _("year of study")),
        "major_code": one(TEXT, _("code of the major")),
    },
    "host": {
        "is_registered": one(YES_OR_NO, _("the host is a registered entity")),
        "is_lawful": one(YES_OR_NO, _("the host operates lawfully")),
        "is_dishonest": one(YES_OR_NO, _("the host has a record of dishonesty")),
        "safe_years": one(NUMBER, _("years without a safety accident of the host")),
        "checked_on": one(DATE, _("day on which the records of the host were looked up")),
        "venue_type": code(_("kind of venue"), VENUES),
        "visited_on": one(DATE, _("day of the visit to the host")),
        "inspected": codes(_("points of the report on the visit"), INSPECTED),
        "is_approved": one(YES_OR_NO, _("the school's Party committee has approved the host")),
        "is_published": one(YES_OR_NO, _("the host stands on the published list")),
        "staff": one(NUMBER, _("staff of the host")),
        "interns": one(NUMBER, _("interns at the host on the fullest day")),
        "post_staff": one(NUMBER, _("staff in similar posts")),
        "post_interns": one(NUMBER, _("interns in similar posts on the fullest day")),
    },
    "post": {
        "major_codes": one(TEXTS, _("codes of the majors of the post")),
        "hazards": codes(_("hazards of the post"), HAZARDS),
        "labour_grade": one(NUMBER, _("grade of physical labour")),
        "is_harmful": one(YES_OR_NO, _("the work harms body or mind")),
        "is_only_repetitive": one(YES_OR_NO, _("the work is only simple repetitive labour")),
        "hours_per_day": one(NUMBER, _("hours a day in the post")),
        "hours_per_week": one(NUMBER, _("hours a week in the post")),
        "has_overtime": one(YES_OR_NO, _("overtime is planned")),
        "shift": code(_("shift"), SHIFTS),
        "works_on_rest_days": one(YES_OR_NO, _("work on days of rest or holidays is planned")),
        "wage": one(NUMBER, _("monthly wage of staff in the same post")),
        "lowest_wage_tier": one(NUMBER, _("lowest monthly wage tier of the post")),
        "local_minimum_wage": one(NUMBER, _("local monthly minimum wage")),
    },
    "placement": {
        "type": code(_("kind of internship"), PLACEMENT_TYPES),
        "arranged_by": code(_("who arranged it"), ARRANGERS),
        "starts_on": one(DATE, _("first day of the internship")),
        "ends_on": one(DATE, _("last day of the internship")),
        "channel": code(_("through whom it was arranged"), CHANNELS),
        "is_host_imposed": one(YES_OR_NO, _("the host was imposed on the student")),
        "has_objected": one(YES_OR_NO, _("student or guardian objects")),
        "may_choose_host": one(YES_OR_NO, _("who objects may choose another host")),
        "application_on": one(DATE, _("day of the student's application")),
        "approved_on": one(DATE, _("day of the school's approval")),
        "host_supervisor": one(TEXT, _("supervisor at the enterprise")),
        "school_instructor": one(TEXT, _("instructor of the school")),
        "host_mentor": one(TEXT, _("mentor of the enterprise")),
        "covers_typical_tasks": one(YES_OR_NO, _("the typical tasks of the major are covered")),
        "is_independent": one(YES_OR_NO, _("the student works relatively independently")),
        "destination": code(_("where it takes place"), DESTINATIONS),
        "is_local": one(YES_OR_NO, _("the student stays where the school is")),
        "lodging": code(_("lodging"), LODGINGS),
        "route": code(_("route of the T Level"), ROUTES),
        "has_employer_oversight": one(YES_OR_NO, _("an employer oversees the work")),
    },
    "plan": {
        "documents": codes(_("documents of the plan"), PLAN_DOCUMENTS),
        "tasks": one(TEXTS, _("tasks of the plan")),
        "has_assessment": one(YES_OR_NO, _("the plan says how it is assessed")),
        "is_assessed_jointly": one(YES_OR_NO, _("school and enterprise assess together")),
        "copies_host_standards": one(
            YES_OR_NO, _("attendance and staff standards of the enterprise are simply copied")
        ),
        "is_for_profit": one(YES_OR_NO, _("the internship is organised for profit")),
        "payment_to_school": one(NUMBER, _("payments of the enterprise to the school for interns")),
        "reports": codes(_("reports, consents and filings of the plan"), REPORTS),
    },
    "consents": {
        "student_signed_on": one(DATE, _("day on which the student consented")),
        "guardian_signed_on": one(DATE, _("day on which a guardian consented")),
    },
    "agreement": {
        "signed_by": codes(_("who has signed the internship agreement"), PARTIES),
        "signed_on": one(DATE, _("day on which the last party signed the internship agreement")),
        "template": code(_("text of the internship agreement"), TEMPLATES),
        "clauses": codes(_("clauses of the internship agreement"), CLAUSES),
        "pay": one(NUMBER, _("agreed monthly pay")),
        "pay_form": code(_("in what pay is given"), PAY_FORMS),
        "pay_cycle_months": one(NUMBER, _("months between payments")),
        "payee": code(_("to whom pay is given"), PAYEES),
        "fees": codes(_("what the student is charged"), FEES),
        "holds_papers": one(YES_OR_NO, _("identity papers are kept back")),
        "asks_guarantee": one(YES_OR_NO, _("a guarantee is asked")),
    },
    "insurance": {
        "policy": one(TEXT, _("number of the liability insurance")),
        "covers_from": one(DATE, _("first day insured")),
        "covers_until": one(DATE, _("last day insured")),
        "paid_by": code(_("who pays the insurance"), PAYERS),
        "is_deducted": one(YES_OR_NO, _("the premium is deducted from pay")),
    },
    "training": {
        "has_passed": one(YES_OR_NO, _("the safety training was passed")),
        "passed_on": one(DATE, _("day on which the safety training was passed")),
        "score": one(NUMBER, _("score of the safety training")),
        "has_protective_gear": one(YES_OR_NO, _("protective gear was handed out")),
    },
    "logs": {
        "entries": one(NUMBER, _("entries of the diary")),
        "report_submitted_on": one(DATE, _("day on which the report was handed in")),
    },
    "visits": {
        "count": one(NUMBER, _("visits of the instructor")),
        "last_on": one(DATE, _("day of the instructor's last visit")),
    },
    "evaluation": {
        "grade": code(_("grade"), GRADES),
        "counts_for_credit": one(YES_OR_NO, _("the result counts for credit")),
    },
    "archive": {"documents": codes(_("what lies in the archive"), ARCHIVED)},
    "teacher": {
        "kind": code(_("what somebody teaches"), TEACHER_KINDS),
        "since": one(DATE, _("day on which somebody began to teach here")),
        "years_served": one(NUMBER, _("years that somebody has taught here")),
        "had_experience": one(YES_OR_NO, _("has worked in an enterprise before")),
    },
    "practice": {
        "comes_first": one(YES_OR_NO, _("has practised in an enterprise before teaching")),
        "last_on": one(DATE, _("last day of practice in an enterprise")),
    },
    "practice_spans": records(
        _("practice in enterprises"),
        {
            "first_on": one(DATE, _("first day of practice")),
            "last_on": one(DATE, _("last day of practice")),
            "counted_as": code(_("how practice is counted"), COUNTED_AS),
            "form": code(_("form of practice"), PRACTICE_FORMS),
            "contents": codes(_("content of practice"), PRACTICE_CONTENTS),
            "entries": one(NUMBER, _("entries of the log of practice")),
            "has_outcome": one(YES_OR_NO, _("the outcome of practice is recorded")),
            "is_evaluated_jointly": one(YES_OR_NO, _("enterprise and school have evaluated the practice")),
        },
    ),
    "enterprise": {
        "is_integration_type": one(YES_OR_NO, _("the enterprise is of the integration type")),
        "is_above_scale": one(YES_OR_NO, _("the enterprise is above the designated scale")),
        "posts_for_teachers": one(NUMBER, _("posts for teachers that it offers within a year")),
    },
    "recognition": {
        "kind": code(_("what the teacher teaches"), TEACHER_KINDS),
        "level": code(_("level of the recognition"), LEVELS),
        "stage": code(_("stage of schooling"), SCHOOLINGS),
        "body": code(_("who recognises"), BODIES),
        "applied_on": one(DATE, _("day of the application for recognition")),
        "has_teaching_certificate": one(YES_OR_NO, _("a teaching certificate is confirmed")),
        "theory_courses": one(NUMBER, _("courses with theory taught now")),
        "practice_courses": one(NUMBER, _("courses with practice taught now")),
        "practice_days": one(NUMBER, _("days of practice at enterprises in the last five years")),
        "experience_days": one(NUMBER, _("days of work at enterprises")),
        "skill_grade": one(NUMBER, _("grade of the best skill certificate, 1 to 5")),
        "title_grade": one(NUMBER, _("grade of the best title outside teaching, 1 to 4")),
        "projects": one(NUMBER, _("projects of research or reform")),
        "major_projects": one(NUMBER, _("projects at the level of the city or above")),
        "programme_work": one(NUMBER, _("work on courses and programmes")),
        "outputs": one(NUMBER, _("representative outputs")),
        "cooperation_outputs": one(NUMBER, _("outputs of cooperation with enterprises")),
        "awards": one(NUMBER, _("awards, own or of students coached")),
        "team_roles": one(NUMBER, _("key roles in teams")),
        "innovations": one(NUMBER, _("innovations and transfers of technology")),
        "mentoring": one(NUMBER, _("teachers mentored")),
        "industry_standing": one(NUMBER, _("posts and honours in the industry")),
        "publicity_workdays": one(NUMBER, _("working days of the publicity period")),
        "recognised_on": one(DATE, _("day of the recognition")),
        "review_due": one(DATE, _("last day before the review")),
    },
    "part_time": {
        "works_there": one(YES_OR_NO, _("still works at the enterprise")),
        "title_grade": one(NUMBER, _("grade of the professional title, 0 to 4")),
        "skill_grade": one(NUMBER, _("grade of the skill level, 0 to 5")),
        "exception": code(_("exception for a part-time teacher"), EXCEPTIONS),
        "trained_on": one(DATE, _("day of the training in teaching")),
        "birth_date": one(DATE, _("day of birth of the part-time teacher")),
        "begins_on": one(DATE, _("first day of the appointment")),
        "hours_per_year": one(NUMBER, _("hours that a part-time teacher is to teach in a school year")),
        "part_time_teachers": one(NUMBER, _("part-time teachers, this one included")),
        "all_teachers": one(NUMBER, _("teachers in all, full-time and part-time")),
        "need_published_on": one(DATE, _("day on which the need was published")),
        "vetted_on": one(DATE, _("day of the vetting")),
        "publicised_until": one(DATE, _("last day of the publicity period")),
        "publicity_workdays": one(NUMBER, _("working days for which the candidate was made public")),
        "agreed_on": one(DATE, _("day of the agreement with the part-time teacher")),
        "clauses": codes(_("clauses of the agreement with the part-time teacher"), PART_TIME_CLAUSES),
    },
    "cooperation": {
        "forms": codes(_("forms of cooperation"), FORMS_OF_COOPERATION),
        "contracts": codes(_("forms with a contract of their own"), FORMS_OF_COOPERATION),
        "clauses": codes(_("clauses of the cooperation agreement"), COOPERATION_CLAUSES),
        "has_aims": one(YES_OR_NO, _("states its aims")),
        "receives_students": one(YES_OR_NO, _("students work at the enterprise")),
        "starts_on": one(DATE, _("first day of the cooperation")),
        "ends_on": one(DATE, _("last day of the cooperation")),
        "term_months": one(NUMBER, _("months of the cooperation")),
    },
    "cooperation_year": {
        "income": one(NUMBER, _("income from the cooperation in the year, in yuan")),
        "states_allocation": one(YES_OR_NO, _("states what the income is used for")),
        "is_certified": one(YES_OR_NO, _("the enterprise is of the integration type")),
        "hears_enterprise": one(YES_OR_NO, _("the enterprise has said its word")),
        "is_published": one(YES_OR_NO, _("the assessment is published")),
        "is_reviewed": one(YES_OR_NO, _("the year is assessed and approved")),
        "contacts": one(NUMBER, _("visits and talks written down in the year")),
        "incidents": one(NUMBER, _("incidents at internships in the year")),
    },
    "dossier": records(
        _("evidence of a recognition"),
        {
            "fact": one(TEXT, _("what it is evidence of")),
            "title": one(TEXT, _("evidence")),
            "detail": one(TEXT, _("details of the evidence")),
            "on": one(DATE, _("day of the evidence")),
        },
    ),
    "calendar": {
        "country": one(TEXT, _("country of the calendar")),
        "years": one(NUMBERS, _("years that the calendar knows")),
        "holidays": one(DATES, _("holidays")),
        "make_up_workdays": one(DATES, _("make-up workdays")),
        "unconfirmed_years": one(NUMBERS, _("years not confirmed yet")),
        "weekly_rest": one(NUMBERS, _("weekly days of rest")),
    },
    "attendance": records(
        _("attendance"),
        {
            "date": one(DATE, _("day worked")),
            "hours": one(NUMBER, _("hours worked")),
            "starts_at": one(TIME, _("begin of work")),
            "ends_at": one(TIME, _("end of work")),
            "shift": code(_("shift"), SHIFTS),
        },
    ),
    "payments": records(
        _("payments"),
        {
            "paid_on": one(DATE, _("day of payment")),
            "period_from": one(DATE, _("first day paid for")),
            "period_until": one(DATE, _("last day paid for")),
            "monthly_amount": one(NUMBER, _("pay as a monthly amount")),
            "wage": one(NUMBER, _("wage of the same post in that month")),
            "form": code(_("form of payment"), PAY_FORMS),
            "payee": code(_("who was paid"), PAYEES),
            "deducted": one(NUMBER, _("amount kept back")),
            "fees": codes(_("fees that were kept back"), FEES),
        },
    ),
    "hours": records(
        _("hours of placement"),
        {
            "employer": one(TEXT, _("employer")),
            "mode": code(_("mode of work"), MODES),
            "hours": one(NUMBER, _("hours")),
        },
    ),
    "filings": records(
        _("filings"),
        {
            "kind": code(_("kind of filing"), FILINGS),
            "number": one(TEXT, _("number of the filing")),
            "authority": one(TEXT, _("authority")),
            "rules": one(TEXTS, _("rules that the filing lifts")),
            "valid_from": one(DATE, _("valid from")),
            "valid_until": one(DATE, _("valid until")),
        },
    ),
}
