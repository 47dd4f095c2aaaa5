"""Policies: what they mean, and how a wrong one is complained about."""

from __future__ import annotations

import pickle
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.errors import PolicyError, UsageError
from menshen.policy import DEFAULT, Policy, Scope

FULL = """\
# everything at once
[find]
types = ["mobile_number", "email", "age"]
exclude = ["age"]
min_score = 0.6

[thresholds]
email = 0.8

[allow]
values = ["400-810-8888", "service@example.com"]
patterns = ["^1380000", "[.]test$"]

[deny]
values = ["某项目代号", "青鸟计划"]
type = "work_secret"

[[scope]]
paths = ["logs/**", "*.log"]
types = ["ip_address"]
min_score = 0.7
thresholds = { ip_address = 0.9 }

[[scope]]
paths = ["hr/**"]
min_score = 0
"""


def test_everything_at_once() -> None:
    policy = Policy.parse(FULL)
    assert policy.types == frozenset({"mobile_number", "email"})
    assert policy.min_score == 0.6
    assert policy.thresholds == {"email": 0.8}
    assert policy.denied == {"某项目代号": "work_secret", "青鸟计划": "work_secret"}
    assert [s.paths for s in policy.scopes] == [("logs/**", "*.log"), ("hr/**",)]


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "\ufeff".lstrip("\ufeff"), "[find]\n", "[allow]\nvalues = []"]
)
def test_what_is_left_out_is_the_default(text: str) -> None:
    assert Policy.parse(text) == DEFAULT
    assert Policy.parse(text).digest == DEFAULT.digest


def test_exclude_alone_means_all_others() -> None:
    policy = Policy.parse('[find]\nexclude = ["age", "gender"]')
    assert policy.types == taxonomy.ids() - {"age", "gender"}


def test_thresholds_win_over_the_least_score() -> None:
    policy = Policy.parse(FULL)
    assert policy.accepts("mobile_number", 0.6)
    assert not policy.accepts("mobile_number", 0.59)
    assert not policy.accepts("email", 0.79)


@pytest.mark.parametrize(
    ("value", "normal", "through"),
    [
        ("400-810-8888", "4008108888", True),
        ("4008108888", "4008108888", True),
        ("４００ ８１０ ８８８８", "4008108888", True),
        ("service@example.com", "service@example.com", True),
        ("13800001234", "+8613800001234", True),
        ("138 0000 1234", "+8613800001234", True),
        ("+86 138 0000 1234", "+8613800001234", True),
        ("a@host.test", "a@host.test", True),
        ("13800138000", "+8613800138000", False),
        ("213800001", "213800001", False),
        ("400-810-8889", "4008108889", False),
        ("", "", False),
    ],
)
def test_what_is_allowed_passes_however_it_is_written(
    value: str, normal: str, *, through: bool
) -> None:
    assert Policy.parse(FULL).lets_through(value, normal) is through
    assert not DEFAULT.lets_through(value, normal)


@given(st.text(max_size=600), st.text(max_size=600))
def test_asking_never_fails(value: str, normal: str) -> None:
    Policy.parse(FULL).lets_through(value, normal)


@pytest.mark.parametrize(
    ("path", "uri", "fits"),
    [
        ("logs/**", "logs/a.log", True),
        ("logs/**", "./logs/a/b.txt", True),
        ("logs/**", "/srv/app/logs/a.log", True),
        ("logs/**", "mylogs/a.log", False),
        ("logs/**", "C:\\app\\logs\\a.log", True),
        ("logs/**", "pack.zip!logs/a.log", True),
        ("*.csv", "a.csv", True),
        ("*.csv", "deep/down/a.csv", True),
        ("*.csv", "a.csv.txt", False),
        ("a/*.csv", "a/b/c.csv", False),
        ("a/**/c.csv", "a/c.csv", True),
        ("a/**/c.csv", "a/x/y/c.csv", True),
        ("/data/*.csv", "/data/a.csv", True),
        ("/data/*.csv", "/mnt/data/a.csv", False),
        ("?.txt", "a.txt", True),
        ("?.txt", "ab.txt", False),
        ("a+b(1).txt", "a+b(1).txt", True),
        ("业主/*.csv", "/x/业主/表.csv", True),
    ],
)
def test_paths_of_a_scope(path: str, uri: str, *, fits: bool) -> None:
    assert Scope((path,)).matches(uri) is fits


def test_the_first_scope_that_matches_wins() -> None:
    policy = Policy.parse(FULL)
    logs = policy.for_document("x/logs/hr/a.txt")
    assert (logs.types, logs.min_score) == (frozenset({"ip_address"}), 0.7)
    assert logs.thresholds == {"email": 0.8, "ip_address": 0.9}
    assert logs.denied == policy.denied
    staff = policy.for_document("hr/a.txt")
    assert (staff.types, staff.min_score) == (policy.types, 0.0)
    assert policy.for_document("other.txt") is policy


def test_the_command_line_narrows_scopes_too() -> None:
    narrowed = Policy.parse(FULL).narrowed(types=frozenset({"email"}), min_score=0.9)
    for uri in ("logs/a", "hr/a", "x"):
        inner = narrowed.for_document(uri)
        assert (inner.types, inner.min_score) == (frozenset({"email"}), 0.9)
    assert DEFAULT.narrowed() is DEFAULT


def test_the_digest_is_of_the_meaning() -> None:
    same = Policy.parse(FULL.replace("# everything at once\n", "\n\n").replace("0.60", "0.6"))
    assert same.digest == Policy.parse(FULL).digest
    assert len(DEFAULT.digest) == 64
    changes = (
        ("0.8\n", "0.81\n"),
        ("青鸟", "白鸟"),
        ("^1380000", "^1380001"),
        ("hr/**", "hs/**"),
        ("0.9 }", "0.95 }"),
    )
    digests = {Policy.parse(FULL.replace(*change)).digest for change in changes}
    assert len(digests | {same.digest}) == len(changes) + 1


def test_a_policy_travels_to_other_processes() -> None:
    policy = Policy.parse(FULL)
    assert pickle.loads(pickle.dumps(policy)) == policy


def test_no_listed_value_shows_in_the_repr() -> None:
    shown = repr(Policy.parse(FULL))
    assert not [word for word in ("8108888", "810-8888", "青鸟", "1380000") if word in shown]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[find]\nmin_scor = 0.5", "p.toml:2: find.min_scor: unknown key; there is min_score"),
        ("\n[serch]\nx = 1", "p.toml:2: serch: unknown key; there is find, thresholds, allow"),
        ("[find]\nmin_score = 1.5", "p.toml:2: find.min_score: must be a number from 0 to 1"),
        ("[find]\nmin_score = nan", "p.toml:2: find.min_score: must be a number"),
        ("[find]\nmin_score = true", "p.toml:2: find.min_score: must be a number"),
        ('[find]\nmin_score = "high"', "p.toml:2: find.min_score: must be a number"),
        ('[find]\n\ntypes = "email"', "p.toml:3: find.types: must be a list"),
        (
            '[find]\ntypes = ["emial"]',
            "p.toml:2: find.types: unknown type of information: 'emial'; did you mean email",
        ),
        ("[find]\ntypes = []", "p.toml:2: find.types: leaves no type"),
        ('[find]\ntypes = ["age"]\nexclude = ["age"]', "p.toml:2: find.types: leaves no type"),
        ("find = 3", "p.toml:1: find: must be a table"),
        ("[thresholds]\nemail = 0.5\nemial = 0.5", "p.toml:3: thresholds.emial: unknown type"),
        ("[thresholds]\nemail = -0.1", "p.toml:2: thresholds.email: must be a number"),
        ("thresholds = 1", "p.toml:1: thresholds: must be a table of types and scores"),
        ('[allow]\nvalues = [""]', "p.toml:2: allow.values: must be a list of texts"),
        (
            '[allow]\npatterns = ["ok", "(a"]',
            "p.toml:2: allow.patterns[1]: not a regular expression",
        ),
        ('[allow]\npatterns = ["(a+)+$"]', "p.toml:2: allow.patterns[0]: a repeat inside a repeat"),
        ('[deny]\nvalues = ["x"]\ntype = "secret"', "p.toml:3: deny[0].type: unknown type"),
        ('[deny]\nvalues = ["x"]\ntype = 3', "p.toml:3: deny[0].type: must be the id of a type"),
        ("deny = 3", "p.toml:1: deny: must be written as [[deny]]"),
        ('[scope]\npaths = ["a"]', "p.toml:1: scope: must be written as [[scope]]"),
        ("[[scope]]\nmin_score = 0.5", "p.toml:1: scope[0]: needs paths"),
        (
            '[[scope]]\npaths = ["a"]\n[[scope]]\npaths = ["b"]\nmin_score = 7',
            "p.toml:5: scope[1].min_score: must be a number",
        ),
        (
            '[[scope]]\npaths = ["a"]\nthresholds = { emial = 0.5 }',
            "p.toml:3: scope[0].thresholds.emial: unknown type",
        ),
        ("[[scope]]\npaths = 1", "p.toml:2: scope[0].paths: must be a list"),
        ("x = = 1", "p.toml: not valid TOML:"),
    ],
)
def test_complaints_name_file_line_and_key(text: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        Policy.parse(text, "p.toml")
    assert str(caught.value).startswith(message)
    assert isinstance(caught.value, UsageError)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a*)*b",
        "(?:a|aa)+$",
        "([a-z]+[0-9]?)*x",
        "(.*)\\1",
        "(a{1,9}){1,9}",
        "x" * 201,
        "a**",
        "[z-a]",
    ],
)
def test_patterns_that_may_run_away_are_refused(pattern: str) -> None:
    with pytest.raises(PolicyError, match="patterns"):
        Policy.parse(f"[allow]\npatterns = ['{pattern}']")


@pytest.mark.parametrize(
    "pattern", ["^1380000", "^(foo|bar)[0-9]+$", "(?:[0-9]-?)+", "a{3}b*", "(ab){4}", "(?i)x+y+"]
)
def test_plain_patterns_are_taken(pattern: str) -> None:
    assert Policy.parse(f"[allow]\npatterns = ['{pattern}']").allow_patterns == (pattern,)


def test_complaints_never_repeat_a_listed_value() -> None:
    secret = "13800138000"
    for text in (f'[allow]\nvalues = ["{secret}", 3]', f'[deny]\nvalues = ["{secret}", 3]'):
        with pytest.raises(PolicyError) as caught:
            Policy.parse(text)
        assert secret not in str(caught.value)


def test_several_deny_tables() -> None:
    text = '[[deny]]\nvalues = ["甲"]\n[[deny]]\nvalues = ["乙"]\ntype = "person_name"'
    assert Policy.parse(text).denied == {"甲": "work_secret", "乙": "person_name"}


def test_files_are_read_with_or_without_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text("\ufeff" + FULL, encoding="utf-8")
    assert Policy.load(file) == Policy.parse(FULL)


def test_a_file_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        Policy.load(tmp_path / "none.toml")
    file = tmp_path / "gbk.toml"
    file.write_bytes("# 策略".encode("gbk"))
    with pytest.raises(PolicyError, match="save the policy as UTF-8"):
        Policy.load(file)


@given(st.text(max_size=80))
@example("x = " + "[" * 5000)
@example("x = 1" + "0" * 5000)
def test_any_text_is_a_policy_or_a_policy_error(text: str) -> None:
    with suppress(PolicyError):
        assert isinstance(Policy.parse(text), Policy)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[redact]\nstile = "mask"\n', "p:2: redact.stile: unknown key"),
        ('[redact]\nstyle = "maks"\n', "p:2: redact.style: must be one of mask"),
        ('[redact]\nfallback = "fpe"\n', "p:2: redact.fallback"),
        ('[redact]\ncrypto = "des"\n', "p:2: redact.crypto"),
        ('[redact]\nregion = "street"\n', "p:2: redact.region"),
        ('[redact.styles]\nno_such = "mask"\n', "redact.styles.no_such: unknown type"),
        ('[redact.styles]\nemail = "x"\n', "redact.styles.email: must be one of"),
        ("[redact]\nstyles = 1\n", "redact.styles: must be a table"),
        ("redact = 1\n", "redact: must be a table"),
    ],
)
def test_what_redact_does_not_know_is_named_with_its_place(text: str, place: str) -> None:
    with pytest.raises(PolicyError) as error:
        Policy.parse(text, "p")
    assert place in str(error.value)


def test_redact_rules_are_read_and_count_in_the_digest() -> None:
    policy = Policy.parse('[redact]\nstyle = "label"\n[redact.styles]\nemail = "keep"\n')
    assert policy.redact.style_of("email") == "keep"
    assert policy.redact.style_of("age") == "label"
    assert policy.digest != Policy().digest
    assert Policy.parse("[redact]\n").digest == Policy().digest


@pytest.mark.parametrize(("aim", "score"), [("recall", 0.2), ("balanced", 0.5), ("precision", 0.8)])
def test_a_word_stands_for_a_score(aim: str, score: float) -> None:
    text = f'[find]\nmin_score = "{aim}"\n[thresholds]\nemail = "{aim}"\n'
    policy = Policy.parse(text)
    assert (policy.min_score, policy.thresholds) == (score, {"email": score})


def test_another_word_is_an_error_that_names_the_words() -> None:
    with pytest.raises(PolicyError, match=r"thresholds\.email: .* or recall, balanced, precision"):
        Policy.parse('[thresholds]\nemail = "much"\n')
