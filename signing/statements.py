"""What a signatory agrees to before signing electronically. New words are a new version."""

from dataclasses import dataclass
from hashlib import sha256

from core.bilingual import in_words


@dataclass(frozen=True, slots=True)
class Statement:
    version: str
    en: tuple[str, ...]
    zh: tuple[str, ...]

    @property
    def paragraphs(self) -> list[str]:
        return [in_words(english, chinese) for english, chinese in zip(self.en, self.zh, strict=True)]

    @property
    def sha256(self) -> str:
        return sha256("\n".join((*self.en, *self.zh)).encode()).hexdigest()


STATEMENT = Statement(
    version="2026-1",
    en=(
        "I agree to sign this document electronically. My electronic signature stands for my"
        " handwritten one, as far as the law and the parties' agreement allow.",
        "I can ask for a paper copy and sign on paper instead; whoever sent the document will arrange it.",
        "The time, the network address, the browser and the way in which I was identified are kept with"
        " the document and can be seen by its parties.",
    ),
    zh=(
        "本人同意以电子方式签署本文件。在法律和各方约定允许的范围内，本人的电子签名与手写签名具有同等效力。",
        "本人可以要求提供纸质文件并改为在纸上签署，由发送人安排。",
        "签署时间、网络地址、浏览器信息以及身份核验方式将随文件一并保存，文件各方均可查看。",
    ),
)
