"""pyHanko signs: `IN LEVEL OUT [LEVEL OUT]... FOLDER MOMENT TSA`; FOLDER has signer.key, signer.pem, chain.pem, root.pem, *.crl; TSA is a URL."""

import glob
import os
import sys
from datetime import datetime

from asn1crypto import crl
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

source, *wanted, folder, moment, tsa = sys.argv[1:]
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
stamper = HTTPTimeStamper(tsa, timeout=60)
lists = [crl.CertificateList.load(open(path, "rb").read()) for path in glob.glob(own("*.crl"))]
context = ValidationContext(
    trust_roots=[load_cert_from_pemder(own("root.pem"))], crls=lists, other_certs=chain, moment=at, allow_fetching=False
)
for level, target in zip(wanted[::2], wanted[1::2]):
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
