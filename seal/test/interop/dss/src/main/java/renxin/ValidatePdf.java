package renxin;

import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;

/** EU DSS over one PDF: `PDF ROOT...`, a line for each signature with its level and what was found. Asks nobody else. */
public final class ValidatePdf {
  public static void main(String[] arguments) {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    for (int i = 1; i < arguments.length; i++) {
      trusted.addCertificate(DSSUtils.loadCertificate(new File(arguments[i])));
    }
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new FileDocument(new File(arguments[0])));
    validator.setCertificateVerifier(verifier);
    SimpleReport report = validator.validateDocument().getSimpleReport();
    for (String id : report.getSignatureIdList()) {
      System.out.println(
          report.getSignatureFormat(id) + " " + report.getIndication(id) + " " + report.getSubIndication(id));
    }
  }
}
