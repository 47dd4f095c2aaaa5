"""图片中的人与证件 · People and cards in pictures: faces, signatures, photos of ID and bank cards.

## What it finds
What a format that looks at pictures saw and wrote as a word in brackets, alone on its line: 〔人脸〕 is a
photo of a person, 〔签名〕 a signature, 〔身份证〕 a photo of an ID card, 〔银行卡〕 one of a bank card, 〔名章〕 a
seal with somebody's name, 〔手印〕 a thumb print. A seal of an organisation (〔印章〕) is nobody's. The place is its box on the page.

## How it decides
The picture was judged when it was looked at (`menshen.formats.paper`). A word in brackets within a
sentence is somebody's writing, and says nothing.

## Known limits
A face is a photo of a person, not a template: nobody is recognised. Faces in drawings and on statues
count. Plates of cars are read as text and found by `plate`; what codes say is scanned as text.

## References
- GB/T 35273-2020, annex A (个人基本资料: 个人照片); GB/T 45574-2025, annex A

>>> DETECTOR.types
('photo_portrait', 'signature', 'id_card_image', 'bank_account')
"""

from __future__ import annotations

from menshen.model import Candidate, Evidence, Judgement, Pattern

_KINDS = {
    "人脸": "photo_portrait",
    "签名": "signature",
    "名章": "signature",
    "手印": "signature",
    "身份证": "id_card_image",
    "银行卡": "bank_account",
}
_SEEN = Evidence("picture", 4.0, "seen in a picture")
_WORDS = "|".join(_KINDS)


class Picture:
    """Judges what was seen in pictures; see the module."""

    id = "picture"
    types = ("photo_portrait", "signature", "id_card_image", "bank_account")
    patterns = (
        Pattern(
            "seen",
            trigger=f"〔(?:{_WORDS})〕",
            regex=f"(?<![^\\n])(?P<v>〔(?P<kind>{_WORDS})〕)(?![^\\r\\n])",
            before=5,
            after=1,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the word; no two things are the same, so each has a canonical form of its own."""
        kind = _KINDS[candidate.match["kind"]]
        normal = f"{candidate.block.id}:{candidate.start}"
        return Judgement(kind, normal, (_SEEN,))


DETECTOR = Picture()
