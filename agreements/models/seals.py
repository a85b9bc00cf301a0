"""Triggers that hold signed words fast, whoever asks for the change and by whatever way."""

import pgtrigger

from agreements.choices import CONCLUDED_STATES, SEALED_AMENDMENT_STATES, SEALED_STATES

# The terms in the agreement's own row.
TERMS = (
    "title_en",
    "title_zh",
    "type_id",
    "language",
    "forms",
    "aims",
    "content",
    "value_amount",
    "value_currency",
    "starts_on",
    "ends_on",
    "renewal_rule",
    "automatic_term_months",
    "notice_days",
)


def _states(states: frozenset[str]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


def sealed_terms() -> pgtrigger.Trigger:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in TERMS)
    return pgtrigger.Trigger(
        name="signed_terms_never_change",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.state IN ({_states(SEALED_STATES)}) AND NEW.state IN ({_states(SEALED_STATES)})
               AND ({changed}) THEN
                RAISE EXCEPTION 'signed_terms_never_change: agreement %', OLD.id;
            END IF;
            IF OLD.state IN ({_states(CONCLUDED_STATES)})
               AND NEW.state NOT IN ({_states(CONCLUDED_STATES)}) THEN
                RAISE EXCEPTION 'a_signed_agreement_stays_signed: agreement %', OLD.id;
            END IF;
            RETURN NEW;
        """,
    )


def kept_reference() -> pgtrigger.Trigger:
    """A number once given stays, so that the series has no gap and no number twice."""
    return pgtrigger.Trigger(
        name="a_reference_is_kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF OLD.reference IS NOT NULL
               AND (TG_OP = 'DELETE' OR NEW.reference IS DISTINCT FROM OLD.reference) THEN
                RAISE EXCEPTION 'a_reference_is_kept: agreement %', OLD.reference;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def sealed_with_agreement(name: str, *, may_change: tuple[str, ...] = ()) -> pgtrigger.Trigger:
    """Refuse rows to come, go or change while their agreement is being or has been signed.

    ``may_change`` names columns that point at records kept elsewhere and are no part of the text.
    """
    return _sealed_with("agreements_agreement", "agreement_id", SEALED_STATES, name, may_change)


def sealed_promises() -> pgtrigger.Trigger:
    """Promises are sealed with the text. What a paper from before says is entered after its signature, and
    is sealed once the enterprise has confirmed that the paper says so; that is not taken back.
    """
    ignored = "'{enterprise_id,confirmed_by_id,confirmed_at,objection}'::text[]"
    return pgtrigger.Trigger(
        name="signed_promises_never_change",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS NULL THEN
                    RAISE EXCEPTION 'signed_promises_never_change';
                END IF;
                IF (to_jsonb(NEW) - {ignored}) = (to_jsonb(OLD) - {ignored}) THEN RETURN NEW; END IF;
            END IF;
            IF EXISTS (
                SELECT FROM agreements_agreement
                WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.agreement_id ELSE NEW.agreement_id END
                  AND state IN ({_states(SEALED_STATES)})
            ) AND NOT (CASE TG_OP
                WHEN 'INSERT' THEN NEW.is_taken_over
                WHEN 'DELETE' THEN OLD.is_taken_over AND OLD.confirmed_at IS NULL
                ELSE OLD.is_taken_over AND NEW.is_taken_over AND OLD.confirmed_at IS NULL
            END) THEN
                RAISE EXCEPTION 'signed_promises_never_change';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def sealed_with_amendment() -> pgtrigger.Trigger:
    return _sealed_with(
        "agreements_amendment", "amendment_id", SEALED_AMENDMENT_STATES, "signed_changes_never_change", ()
    )


def sealed_amendment() -> pgtrigger.Trigger:
    sealed = _states(SEALED_AMENDMENT_STATES)
    return pgtrigger.Trigger(
        name="signed_amendments_never_change",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.state IN ({sealed}) AND NEW.state IN ({sealed})
               AND (NEW.effective_on, NEW.reason) IS DISTINCT FROM (OLD.effective_on, OLD.reason)
               OR OLD.state = 'signed' AND NEW.state <> 'signed' THEN
                RAISE EXCEPTION 'signed_amendments_never_change: amendment %', OLD.id;
            END IF;
            RETURN NEW;
        """,
    )


def _sealed_with(
    parent: str, key: str, states: frozenset[str], name: str, may_change: tuple[str, ...]
) -> pgtrigger.Trigger:
    ignored = f"'{{{','.join(may_change)}}}'::text[]"
    same = f"(to_jsonb(NEW) - {ignored}) = (to_jsonb(OLD) - {ignored})" if may_change else "NEW = OLD"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF {same} THEN RETURN NEW; END IF;
            END IF;
            IF EXISTS (
                SELECT FROM {parent}
                WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.{key} ELSE NEW.{key} END
                  AND state IN ({_states(states)})
            ) THEN
                RAISE EXCEPTION '{name}';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
