-- Agreements out of a series of numbers. Chance is a hash of the number, so that the same call makes
-- the same rows. The last %(successors)s numbers renew earlier ones: number b, every fifth from the first.

CREATE FUNCTION pg_temp.chance(n bigint, salt bigint) RETURNS float8 IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(n, salt) & 9007199254740991) / 9007199254740992.0::float8;

CREATE TEMP TABLE generated ON COMMIT DROP AS
WITH numbered AS (
    SELECT n,
           CASE WHEN n > %(count)s - %(successors)s
                THEN 1 + 5 * (n - (%(count)s - %(successors)s) - 1) ELSE n END AS base,
           n > %(count)s - %(successors)s AS is_successor,
           n %% 5 = 1 AND n <= 5 * %(successors)s AS is_renewed
    FROM generate_series(1, %(count)s::bigint) AS n
), dated AS (
    SELECT numbered.*, partner.number AS partner, kind.number AS kind,
           kind.months, kind.renewal_rule, kind.automatic_months, kind.notice_days,
           %(today)s::date - 8 * 365 + ((8 * 365 + 60) * base / (%(count)s - %(successors)s))::int
               - (pg_temp.chance(base, 3) * 25)::int AS first_day
    FROM numbered
    -- A few enterprises have many agreements, most have few.
    JOIN generated_partner partner
      ON partner.number = 1 + floor(power(pg_temp.chance(base, 1), 1.5) * %(partners)s)::int
    JOIN generated_kind kind ON kind.number = 1 + floor(pg_temp.chance(base, 2) * %(kinds)s)::int
), termed AS (
    SELECT dated.*,
           CASE WHEN is_successor THEN (first_day + make_interval(months => months))::date ELSE first_day END
               AS starts_on
    FROM dated
), ended AS (
    SELECT termed.*, (starts_on + make_interval(months => months))::date - 1 AS ends_on,
           pg_temp.chance(n, 4) AS r, pg_temp.chance(n, 5) AS s
    FROM termed
), stated AS (
    SELECT ended.*,
           CASE
               WHEN is_renewed THEN 'renewed'
               WHEN is_successor AND starts_on > %(today)s::date - 15 THEN 'signed'
               WHEN starts_on > %(today)s::date - 15 THEN
                   CASE WHEN r < 0.35 THEN 'draft' WHEN r < 0.55 THEN 'in_review' WHEN r < 0.63 THEN 'approved'
                        WHEN r < 0.75 THEN 'out_for_signature' WHEN r < 0.80 THEN 'withdrawn' ELSE 'signed' END
               WHEN r < 0.04 AND NOT is_successor THEN 'withdrawn'
               WHEN r < 0.08 THEN 'terminated'
               WHEN r < 0.09 AND ends_on > %(today)s::date THEN 'suspended'
               ELSE 'signed'
           END AS state,
           LEAST(starts_on - 30 - (s * 20)::int, %(today)s::date - 1) AS submitted_on
    FROM ended
)
SELECT stated.*,
       CASE WHEN state <> 'draft' THEN
           row_number() OVER (PARTITION BY state <> 'draft', extract(year FROM submitted_on)
                              ORDER BY submitted_on, n)
       END AS serial,
       -- One that renews itself has done so until today, unless somebody decided against it.
       CASE WHEN state = 'signed' AND renewal_rule = 'automatic' AND ends_on < %(today)s::date AND s > 0.9 THEN
           (ends_on + 1 + make_interval(months => automatic_months * (1 + (
               (extract(year FROM age(%(today)s::date, ends_on)) * 12
                + extract(month FROM age(%(today)s::date, ends_on)))::int / automatic_months))))::date - 1
       END AS extended_to
FROM stated;

INSERT INTO agreements_agreement (
    id, reference, old_reference, title_en, title_zh, title_en_key, title_zh_key, counterparty_name,
    counterparty_name_en, counterparty_key, counterparty_en_key, state, language, forms, aims, content, value_amount, value_currency, starts_on,
    ends_on, renewal_rule, automatic_term_months, notice_days, revised_ends_on, revised_renewal_rule,
    terms_version, is_imported, submitted_at, signed_on, suspended_on, terminated_on, termination_reason,
    renewal_decision, renewal_reason, renewal_decided_at, renewal_decided_by_id, created_at, updated_at,
    department_id, owner_id, predecessor_id, type_id)
SELECT %(first_id)s + n,
       CASE WHEN serial IS NOT NULL THEN
           concat(%(prefix)s, '-', extract(year FROM submitted_on), '-',
                  lpad(number.given, GREATEST(length(number.given), 4), '0')) END,
       '',
       concat(kind.before_en, partner.name_en, kind.after_en),
       concat(kind.before_zh, partner.name, kind.after_zh),
       concat(kind.before_en_key, partner.name_en_key, kind.after_en_key),
       concat(kind.before_zh_key, partner.name_key, kind.after_zh_key),
       partner.name, partner.name_en, partner.name_key, partner.name_en_key,
       state,
       CASE WHEN s < 0.5 THEN 'both' WHEN s < 0.95 THEN 'zh' ELSE 'en' END,
       kind.forms, kind.aims, kind.content,
       CASE WHEN s < 0.7 THEN round((5 + power(r, 4) * 2000)::numeric) * 1000 END, 'CNY',
       starts_on, ends_on, kind.renewal_rule, kind.automatic_months, kind.notice_days, extended_to, '',
       1 + (s * 3)::int, false,
       CASE WHEN serial IS NOT NULL THEN submitted_on + time '10:00' + r * interval '6 hours' END,
       CASE WHEN state IN ('signed', 'suspended', 'terminated', 'renewed')
            THEN LEAST(starts_on - 3 - (s * 12)::int, %(today)s::date - 1) END,
       CASE state WHEN 'suspended' THEN GREATEST(starts_on, %(today)s::date - (s * 90)::int) END,
       CASE state WHEN 'terminated'
            THEN starts_on + ((LEAST(ends_on, %(today)s::date) - starts_on) * s)::int END,
       CASE state WHEN 'terminated' THEN %(termination_reason)s ELSE '' END,
       decision, CASE decision WHEN 'lapse' THEN %(lapse_reason)s ELSE '' END,
       CASE WHEN decision <> ''
            THEN LEAST(ends_on - (s * 60)::int, %(today)s::date - 1) + time '14:00' END,
       CASE WHEN decision <> '' THEN partner.owner_id END,
       submitted_on - (r * 9)::int + time '09:00' + s * interval '7 hours',
       LEAST(starts_on + (r * (ends_on - starts_on))::int, %(today)s::date - 1) + time '09:00'
           + s * interval '8 hours',
       partner.department_id, partner.owner_id,
       CASE WHEN is_successor THEN %(first_id)s + base END,
       kind.type_id
FROM generated
JOIN generated_partner partner ON partner.number = generated.partner
JOIN generated_kind kind ON kind.number = generated.kind
LEFT JOIN agreements_referencecounter counter ON counter.year = extract(year FROM submitted_on)
CROSS JOIN LATERAL (SELECT (serial + coalesce(counter.last, 0))::text AS given) AS number
CROSS JOIN LATERAL (
    -- One in a hundred of those that are over waits for a decision, and one in eight that end soon.
    SELECT CASE WHEN state = 'renewed' THEN 'renew'
                WHEN state = 'signed' AND extended_to IS NULL AND s < 0.99
                     AND ends_on < %(today)s::date + CASE WHEN s < 0.88 THEN 300 ELSE 10 END THEN 'lapse'
                ELSE '' END AS decision
) AS decided
ORDER BY n;

INSERT INTO agreements_referencecounter AS counter (year, last)
SELECT extract(year FROM submitted_on), max(serial) FROM generated WHERE serial IS NOT NULL GROUP BY 1
ON CONFLICT (year) DO UPDATE SET last = counter.last + excluded.last;

SELECT setval(pg_get_serial_sequence('agreements_agreement', 'id'), %(first_id)s + %(count)s);

INSERT INTO agreements_party (
    agreement_id, "order", role, enterprise_id, contact_id, signatory_id, legal_name, legal_name_en,
    registration_code, address, address_en, representative, signatory_name, signatory_title)
SELECT %(first_id)s + n, party.*
FROM generated
JOIN generated_partner partner ON partner.number = generated.partner
CROSS JOIN LATERAL (VALUES
    (1, 'centre', NULL::bigint, NULL::bigint, NULL::bigint, %(centre_name)s, %(centre_name_en)s,
     %(centre_code)s, %(centre_address)s, %(centre_address_en)s, %(representative)s, %(representative)s,
     %(representative_title)s),
    (2, 'enterprise', partner.enterprise_id, partner.contact_id, partner.contact_id, partner.name,
     partner.name_en, partner.code, partner.address, '', '', partner.signatory, partner.signatory_title)
) AS party
ORDER BY n;

INSERT INTO agreements_agreement_majors (agreement_id, major_id)
SELECT %(first_id)s + n, (%(majors)s::bigint[])[1 + floor(pg_temp.chance(n, 6) * %(major_count)s)::int]
FROM generated
ORDER BY n;
