"""基因 · Genetic data.

## What it finds
A variant of a person (`rs671`, with its genotype when written beside it) and HGVS names such as
`c.5266dupC` in the report of a genetic test.

## How it decides
A genotype (`GA`, `A/G`, 杂合) must stand beside the variant, or the text must speak of a test of
somebody: 检测结果, 受检者, 样本, 携带. Variants in papers and databases are knowledge, not a person.

## Known limits
Raw sequence files and STR profiles are not read.

## References
- GB/T 35273-2020, 信息安全技术 个人信息安全规范, annex B: 个人基因
- NCBI dbSNP, reference SNP ids; HGVS nomenclature

>>> DETECTOR.types
('gene',)
"""

from __future__ import annotations

import re

from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_GENOTYPE = (
    "[ :=,(]{1,3}(?:基因型[ :=]{0,2})?(?:[ACGT]{2}|[ACGT][/|>][ACGT]|[-+]/[-+])(?![A-Za-z])\\)?"
)
_SHAPE = Evidence("shape", -3.0, "name of a variant, as in any paper")
_TYPED = Evidence("form", 2.5, "a genotype stands beside it")
_PERSON = Evidence("context", 3.0, "nearby: a test of somebody")
_TOPIC = Evidence("context", 0.5, "nearby: genes")
_PAPER = Evidence("context", -3.0, "nearby: a paper, a database or a frequency")
_TESTED = late(
    "受检者|受检人|送检|样本编号|检测结果|检测报告|基因型[为是:]|携带|您的|患者|姓名|纯合|杂合|本人|突变型"
)
_GENES = late("基因|位点|SNP|变异|突变|DNA|遗传")
_STUDY = late("文献|数据库|频率|研究表明|论文|人群中|dbSNP|GWAS|数据集|综述|例如|关联分析")


class Genome:
    """Judges variants and genotypes by what the text says of them; see the module."""

    id = "genome"
    types = ("gene",)
    patterns = (
        Pattern(
            "snp",
            trigger="[^a-z0-9_/.-]rs[0-9]{3}",
            regex=f"(?<![A-Za-z0-9_/.-])(?P<v>rs[0-9]{{3,10}}(?:{_GENOTYPE})?)(?![A-Za-z0-9_])",
            before=7,
            after=28,
        ),
        Pattern(
            "hgvs",
            trigger="[^a-z0-9.]c\\.[0-9]{1,5}[0-9_+-]{0,8}(?:del|dup|ins|[acgt]>)",
            regex=(
                "(?<![A-Za-z0-9.])(?P<v>c\\.[0-9]{1,5}(?:[_+-][0-9]{1,5}){0,2}"
                "(?:[ACGT]>[ACGT]|(?:del|dup|ins)[ACGT]{0,20}))(?![A-Za-z0-9])"
            ),
            before=30,
            after=36,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by genotype and by whether somebody was tested."""
        text = candidate.view.text
        around = text[max(0, candidate.start - 80) : candidate.end + 60]
        typed = re.search("[ACGT]{2}|[ACGT]/[ACGT]|[-+]/[-+]", candidate.seen[2:])
        parts = (
            _SHAPE,
            _TYPED if typed and candidate.pattern.name == "snp" else None,
            _PERSON if _TESTED.search(around) else None,
            _TOPIC if _GENES.search(around) else None,
            _PAPER if _STUDY.search(around) else None,
        )
        return Judgement(self.types[0], candidate.seen, tuple(e for e in parts if e is not None))


DETECTOR = Genome()
