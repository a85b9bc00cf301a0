"""The sealed file: the signed bytes, then one incremental update with the certificate and the signature."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference

from signing.sealing.providers import SealProvider

FIELD = "Seal"
CERTIFICATE_NAME = "certificate-of-completion.pdf"
ROOM_FOR_SIGNATURE = 32768  # bytes: the signature, its certificates and a time-stamp


def seal_document(
    document: bytes,
    *,
    certificate: bytes | None = None,
    description: str = "",
    reason: str,
    now: datetime,
    provider: SealProvider,
) -> bytes:
    """Append the certificate of completion as a PDF/A-3 attachment and sign the whole with PAdES.

    A paper that nobody but the centre signs has no such certificate. The result begins with exactly the
    bytes of ``document``: each signatory's fingerprint still holds.

    Raises:
        SealUnavailable: there is no key.
        Whatever pyHanko and the time-stamp authority refuse with.
    """
    writer = IncrementalPdfFileWriter(BytesIO(document), strict=True)
    if certificate is not None:
        _attach(writer, certificate, description, now)
    context = provider.validation_context
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        embed_validation_info=context is not None,
        validation_context=context,
        dss_settings=DSSContentSettings(
            include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
    )
    signer = PdfSigner(
        metadata,
        signer=provider.signer,
        timestamper=provider.timestamper,
        new_field_spec=SigFieldSpec(
            FIELD,
            # Outside the page: PDF/UA allows no untagged widget on it, PDF/A no hidden one.
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        ),
    )
    sealed = BytesIO()
    # pyHanko starts a loop of its own, which no thread can do that has one already.
    with ThreadPoolExecutor(max_workers=1) as beside:
        beside.submit(signer.sign_pdf, writer, output=sealed, bytes_reserved=ROOM_FOR_SIGNATURE).result()
    return sealed.getvalue()


def _attach(writer: IncrementalPdfFileWriter, certificate: bytes, description: str, now: datetime) -> None:
    data = embed.EmbeddedFileObject.from_file_data(
        writer,
        data=certificate,
        mime_type="application/pdf",
        params=embed.EmbeddedFileParams(creation_date=now, modification_date=now),
    )
    embed.embed_file(
        writer,
        embed.FileSpec(
            file_spec_string=CERTIFICATE_NAME,
            file_name=CERTIFICATE_NAME,
            embedded_data=data,
            description=description,
        ),
    )
    _associate(writer)


def _associate(writer: IncrementalPdfFileWriter) -> None:
    """List the attachment under /AF, as PDF/A-3 asks. pyHanko would make it PDF 2.0, which PDF/A-3 is not."""
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    reference = names.raw_get(len(names) - 1)
    reference.get_object()["/AFRelationship"] = generic.pdf_name("/Supplement")
    associated = writer.root.get("/AF")
    if associated is None:
        associated = generic.ArrayObject()
        writer.root["/AF"] = writer.add_object(associated)
        writer.update_root()
    else:
        writer.update_container(associated)
    associated.append(reference)
