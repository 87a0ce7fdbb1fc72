"""pyHanko signs: `IN OUT LEVEL FOLDER MOMENT`; FOLDER has signer.key, signer.pem, tsa.key, tsa.pem, chain.pem, root.pem, *.crl."""

import glob
import os
import sys
from datetime import datetime

from asn1crypto import crl
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

source, target, level, folder, moment = sys.argv[1:]
at = datetime.fromisoformat(moment)
own = lambda name: os.path.join(folder, name)
chain = list(load_certs_from_pemder([own("chain.pem")]))
registry = SimpleCertificateStore()
registry.register_multiple(chain)
signer = signers.SimpleSigner(
    signing_cert=load_cert_from_pemder(own("signer.pem")),
    signing_key=load_private_key_from_pemder(own("signer.key"), None),
    cert_registry=registry,
)
stamper = DummyTimeStamper(
    tsa_cert=load_cert_from_pemder(own("tsa.pem")),
    tsa_key=load_private_key_from_pemder(own("tsa.key"), None),
    certs_to_embed=registry,
    fixed_dt=at,
)
lists = [crl.CertificateList.load(open(path, "rb").read()) for path in glob.glob(own("*.crl"))]
context = ValidationContext(
    trust_roots=[load_cert_from_pemder(own("root.pem"))], crls=lists, other_certs=chain, moment=at, allow_fetching=False
)
wants_data = level in ("LT", "LTA")
meta = signers.PdfSignatureMetadata(
    field_name="Signature1",
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    embed_validation_info=wants_data,
    use_pades_lta=level == "LTA",
    validation_context=context if wants_data else None,
)
with open(source, "rb") as file, open(target, "wb") as out:
    signers.sign_pdf(
        IncrementalPdfFileWriter(file),
        meta,
        signer=signer,
        timestamper=None if level == "B" else stamper,
        output=out,
    )
