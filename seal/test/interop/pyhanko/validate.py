"""pyHanko over one PDF: `PDF ROOT MOMENT`, a line for each signature: field, intact, valid, trusted, nothing changed since."""

import sys
from datetime import datetime

from asn1crypto import crl, ocsp, x509
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

path, root, moment = sys.argv[1:]
with open(path, "rb") as file:
    reader = PdfFileReader(file)
    for signature in reader.embedded_signatures:
        dss = reader.root.raw_get("/DSS").get_object() if "/DSS" in reader.root else {}
        values = lambda key: [each.get_object().data for each in dss.get(key, [])]
        context = ValidationContext(
            trust_roots=[load_cert_from_pemder(root)],
            moment=datetime.fromisoformat(moment),
            allow_fetching=False,
            other_certs=[x509.Certificate.load(der) for der in values("/Certs")],
            crls=[crl.CertificateList.load(der) for der in values("/CRLs")],
            ocsps=[ocsp.OCSPResponse.load(der) for der in values("/OCSPs")],
            revocation_mode="soft-fail",
        )
        is_stamp = signature.sig_object_type == "/DocTimeStamp"
        check = validate_pdf_timestamp if is_stamp else validate_pdf_signature
        status = check(signature, context)
        unchanged = status.modification_level in (None, ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
        print(signature.field_name, status.intact, status.valid, status.trusted, unchanged)
