package renxin;

import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.time.Instant;
import java.util.Date;

/**
 * EU DSS over PDFs: `MOMENT ROOT PDF...`, a line for each signature with its level, what was found, and whether it is intact
 * and its chain leads to the root. Asks nobody else.
 */
public final class ValidatePdf {
  public static void main(String[] arguments) {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    trusted.addCertificate(DSSUtils.loadCertificate(new File(arguments[1])));
    for (int i = 2; i < arguments.length; i++) {
      CommonCertificateVerifier verifier = new CommonCertificateVerifier();
      verifier.setTrustedCertSources(trusted);
      SignedDocumentValidator validator =
          SignedDocumentValidator.fromDocument(new FileDocument(new File(arguments[i])));
      validator.setCertificateVerifier(verifier);
      validator.setValidationTime(Date.from(Instant.parse(arguments[0])));
      Reports reports = validator.validateDocument();
      SimpleReport report = reports.getSimpleReport();
      for (String id : report.getSignatureIdList()) {
        SignatureWrapper signature = reports.getDiagnosticData().getSignatureById(id);
        System.out.println(
            report.getSignatureFormat(id)
                + " " + report.getIndication(id)
                + " " + report.getSubIndication(id)
                + (signature.isSignatureIntact() ? " intact" : " altered")
                + (signature.isTrustedChain() ? " trusted" : " unknown"));
      }
    }
  }
}
