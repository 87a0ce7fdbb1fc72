package renxin;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerId;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/**
 * A second opinion from BouncyCastle.
 *
 * <pre>
 * Peer (cms SIGNATURE DOCUMENT ROOT TIME | token RESPONSE DATA ROOT TIME
 *   | embedded SIGNATURE DOCUMENT ROOT TIME | embedded-gm SIGNATURE DOCUMENT ROOT TIME
 *   | ocsp RESPONSE CERTIFICATE ISSUER TIME | crl LIST CERTIFICATE ISSUER TIME)...
 * </pre>
 *
 * A detached CMS signature, or a time-stamp response, each with the root it must lead to and the time (ISO 8601) at which
 * the chain is judged; a signature inside another document, whose lists stand elsewhere, in the form of RFC 5652 or of
 * GM/T 0010; or an OCSP response or revocation list with the certificate it is about and that one's issuer. One line for each: `verified` or `refused: why`. Exit code 0: all verified, signature, chain and
 * revocation; 1: one or more refused; 3: called wrongly.
 */
public final class Peer {
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  public static void main(String[] args) throws Exception {
    if (args.length == 0 || args.length % 5 != 0) System.exit(3);
    Security.addProvider(BC);
    boolean all = true;
    for (int i = 0; i < args.length; i += 5) {
      byte[] signature = Files.readAllBytes(Path.of(args[i + 1]));
      byte[] data = Files.readAllBytes(Path.of(args[i + 2]));
      X509Certificate root = root(Files.readAllBytes(Path.of(args[i + 3])));
      Date time = Date.from(Instant.parse(args[i + 4]));
      try {
        switch (args[i]) {
          case "cms" -> verifyCms(signature, data, root, time);
          case "embedded" -> verifyEmbedded(signature, data, root, time);
          case "embedded-gm" -> verifyEmbeddedGm(signature, data, root, time);
          case "token" -> verifyToken(signature, data, root, time);
          case "ocsp" -> verifyOcsp(signature, new X509CertificateHolder(data), root, time);
          case "crl" -> verifyList(signature, new X509CertificateHolder(data), root, time);
          default -> System.exit(3);
        }
        System.out.println("verified");
      } catch (Exception refused) {
        System.out.println("refused: " + refused);
        all = false;
      }
    }
    System.exit(all ? 0 : 1);
  }

  private static void verifyCms(byte[] der, byte[] document, X509Certificate root, Date time) throws Exception {
    CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(document), der);
    Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
    require(signers.size() == 1, "signers");
    SignerInformation signer = signers.iterator().next();
    X509CertificateHolder holder = certificate(cms.getCertificates(), signer.getSID());
    require(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(holder)), "signature");
    verifyChain(holder, cms.getCertificates(), cms.getCRLs(), root, time, true);
  }

  private static void verifyEmbedded(byte[] der, byte[] document, X509Certificate root, Date time) throws Exception {
    CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(document), der);
    require(cms.getSignedContentTypeOID().equals("1.2.840.113549.1.7.1"), "the form");
    SignerInformation signer = cms.getSignerInfos().getSigners().iterator().next();
    X509CertificateHolder holder = certificate(cms.getCertificates(), signer.getSID());
    require(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(holder)), "signature");
    verifyChain(holder, cms.getCertificates(), cms.getCRLs(), root, time, false);
  }

  /** The same structure under the names of GM/T 0010, which BouncyCastle reads; the signature is checked by its parts. */
  private static void verifyEmbeddedGm(byte[] der, byte[] document, X509Certificate root, Date time) throws Exception {
    CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(document), der);
    require(cms.getSignedContentTypeOID().equals("1.2.156.10197.6.1.4.2.1"), "the form");
    SignerInformation signer = cms.getSignerInfos().getSigners().iterator().next();
    require(signer.getEncryptionAlgOID().equals("1.2.156.10197.1.301.1"), "the algorithm");
    require(signer.getDigestAlgOID().equals("1.2.156.10197.1.401"), "the digest");
    X509CertificateHolder holder = certificate(cms.getCertificates(), signer.getSID());
    byte[] digest = MessageDigest.getInstance("SM3", BC).digest(document);
    byte[] signed =
        ASN1OctetString.getInstance(
                signer.getSignedAttributes().get(CMSAttributes.messageDigest).getAttrValues().getObjectAt(0))
            .getOctets();
    require(Arrays.equals(digest, signed), "the digest of the document");
    Signature sm2 = Signature.getInstance("SM3withSM2", BC);
    sm2.initVerify(new JcaX509CertificateConverter().setProvider(BC).getCertificate(holder));
    sm2.update(signer.getEncodedSignedAttributes());
    require(sm2.verify(signer.getSignature()), "signature");
    verifyChain(holder, cms.getCertificates(), cms.getCRLs(), root, time, false);
  }

  private static void verifyToken(byte[] der, byte[] data, X509Certificate root, Date time) throws Exception {
    TimeStampResponse response = new TimeStampResponse(der);
    require(response.getStatus() == 0, "status");
    TimeStampToken token = response.getTimeStampToken();
    X509CertificateHolder holder = certificate(token.getCertificates(), token.getSID());
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(holder));
    String algorithm = token.getTimeStampInfo().getMessageImprintAlgOID().getId();
    byte[] digest = MessageDigest.getInstance(algorithm, BC).digest(data);
    require(Arrays.equals(digest, token.getTimeStampInfo().getMessageImprintDigest()), "imprint");
    verifyChain(holder, token.getCertificates(), token.getCRLs(), root, time, true);
  }

  private static void verifyOcsp(byte[] der, X509CertificateHolder about, X509Certificate issuer, Date time)
      throws Exception {
    OCSPResp response = new OCSPResp(der);
    require(response.getStatus() == OCSPResp.SUCCESSFUL, "status");
    BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
    X509CertificateHolder issuing = new JcaX509CertificateHolder(issuer);
    X509CertificateHolder responder = basic.getCerts().length == 0 ? issuing : basic.getCerts()[0];
    JcaContentVerifierProviderBuilder verifier = new JcaContentVerifierProviderBuilder().setProvider(BC);
    if (basic.getCerts().length > 0) {
      require(responder.isSignatureValid(verifier.build(issuing)), "the responder's certificate");
      require(
          ExtendedKeyUsage.fromExtensions(responder.getExtensions()).hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning),
          "the responder's right");
      require(responder.isValidOn(basic.getProducedAt()), "the responder's period");
    }
    require(basic.isSignatureValid(verifier.build(responder)), "signature");
    DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().setProvider(BC).build();
    for (SingleResp single : basic.getResponses()) {
      if (!single.getCertID().getSerialNumber().equals(about.getSerialNumber())) continue;
      require(single.getCertID().matchesIssuer(issuing, digests), "issuer");
      require(!time.before(single.getThisUpdate()) && !time.after(single.getNextUpdate()), "period");
      require(single.getCertStatus() == CertificateStatus.GOOD, "not good");
      return;
    }
    throw new IllegalStateException("nothing about the certificate");
  }

  private static void verifyList(byte[] der, X509CertificateHolder about, X509Certificate issuer, Date time)
      throws Exception {
    X509CRLHolder list = new X509CRLHolder(der);
    X509CertificateHolder issuing = new JcaX509CertificateHolder(issuer);
    require(list.isSignatureValid(new JcaContentVerifierProviderBuilder().setProvider(BC).build(issuing)), "signature");
    require(list.getIssuer().equals(issuing.getSubject()), "issuer");
    require(!time.before(list.getThisUpdate()) && !time.after(list.getNextUpdate()), "period");
    require(list.getRevokedCertificate(about.getSerialNumber()) == null, "revoked");
  }

  private static X509CertificateHolder certificate(Store<X509CertificateHolder> store, SignerId id) {
    @SuppressWarnings("unchecked")
    Collection<X509CertificateHolder> matches = store.getMatches(id);
    require(matches.size() == 1, "the signer's certificate");
    return matches.iterator().next();
  }

  /** PKIX, with revocation checking when the signature carries lists, by what it carries and the root alone. */
  private static void verifyChain(
      X509CertificateHolder leaf,
      Store<X509CertificateHolder> certificates,
      Store<X509CRLHolder> crls,
      X509Certificate root,
      Date time,
      boolean hasLists)
      throws Exception {
    List<Object> carried = new ArrayList<>();
    for (X509CertificateHolder each : certificates.getMatches(null)) {
      carried.add(new JcaX509CertificateConverter().setProvider(BC).getCertificate(each));
    }
    for (X509CRLHolder each : crls.getMatches(null)) {
      carried.add(new JcaX509CRLConverter().setProvider(BC).getCRL(each));
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(new JcaX509CertificateConverter().setProvider(BC).getCertificate(leaf));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), target);
    parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(carried), BC));
    parameters.setRevocationEnabled(hasLists);
    parameters.setDate(time);
    CertPathBuilder.getInstance("PKIX", BC).build(parameters);
  }

  private static X509Certificate root(byte[] der) throws Exception {
    return (X509Certificate) CertificateFactory.getInstance("X.509", BC).generateCertificate(new ByteArrayInputStream(der));
  }

  private static void require(boolean holds, String what) {
    if (!holds) throw new IllegalStateException(what);
  }
}
