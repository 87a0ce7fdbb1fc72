package renxin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * A second opinion on e-seals of GB/T 38540-2020 by BouncyCastle's own ASN.1 reader.
 *
 * <pre>
 * SealPeer (seal SEAL | signature SIGNATURE DOCUMENT)...
 * </pre>
 *
 * The structure member by member, DER encoded again to the same bytes, and the SM2 signatures; of a signature also the
 * digest of the document and the imprint of the time-stamp. No trust is judged. One line for each: `verified` or
 * `refused: why`. Exit code 0: all verified; 1: one or more refused; 3: called wrongly.
 */
public final class SealPeer {
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();
  private static final String SM2_WITH_SM3 = "1.2.156.10197.1.501";

  public static void main(String[] args) throws Exception {
    if (args.length == 0) System.exit(3);
    Security.addProvider(BC);
    boolean all = true;
    for (int i = 0; i < args.length; ) {
      boolean seal = args[i].equals("seal");
      if (!seal && !args[i].equals("signature")) System.exit(3);
      byte[] der = Files.readAllBytes(Path.of(args[i + 1]));
      try {
        if (seal) verifySeal(strict(der));
        else verifySignature(strict(der), Files.readAllBytes(Path.of(args[i + 2])));
        System.out.println("verified");
      } catch (Exception refused) {
        System.out.println("refused: " + refused);
        all = false;
      }
      i += seal ? 2 : 3;
    }
    System.exit(all ? 0 : 1);
  }

  private static ASN1Sequence strict(byte[] der) throws Exception {
    ASN1Primitive value = ASN1Primitive.fromByteArray(der);
    require(Arrays.equals(value.getEncoded(ASN1Encoding.DER), der), "not DER");
    return (ASN1Sequence) value;
  }

  private static void verifySeal(ASN1Sequence seal) throws Exception {
    require(seal.size() == 4, "members of SESeal");
    ASN1Sequence info = (ASN1Sequence) seal.getObjectAt(0);
    require(info.size() == 4 || info.size() == 5, "members of SES_SealInfo");
    ASN1Sequence header = (ASN1Sequence) info.getObjectAt(0);
    require(((ASN1IA5String) header.getObjectAt(0)).getString().equals("ES"), "header");
    require(((ASN1Integer) header.getObjectAt(1)).intValueExact() == 4, "version");
    require(header.getObjectAt(2) instanceof ASN1IA5String, "Vid");
    require(info.getObjectAt(1) instanceof ASN1IA5String, "esID");
    ASN1Sequence property = (ASN1Sequence) info.getObjectAt(2);
    require(property.size() == 7, "property");
    require(property.getObjectAt(1) instanceof ASN1UTF8String, "name");
    ((ASN1GeneralizedTime) property.getObjectAt(4)).getDate();
    require(
        ((ASN1GeneralizedTime) property.getObjectAt(5))
            .getDate()
            .before(((ASN1GeneralizedTime) property.getObjectAt(6)).getDate()),
        "period");
    ASN1Sequence picture = (ASN1Sequence) info.getObjectAt(3);
    require(picture.size() == 4 && picture.getObjectAt(1) instanceof ASN1OctetString, "picture");
    verify(seal, info);
  }

  private static void verifySignature(ASN1Sequence signature, byte[] document) throws Exception {
    require(signature.size() == 4 || signature.size() == 5, "members of SES_Signature");
    ASN1Sequence toSign = (ASN1Sequence) signature.getObjectAt(0);
    require(((ASN1Integer) toSign.getObjectAt(0)).intValueExact() == 4, "version");
    ASN1Sequence seal = (ASN1Sequence) toSign.getObjectAt(1);
    verifySeal(seal);
    ((ASN1GeneralizedTime) toSign.getObjectAt(2)).getDate();
    byte[] digest = MessageDigest.getInstance("SM3", BC).digest(document);
    require(Arrays.equals(((ASN1BitString) toSign.getObjectAt(3)).getOctets(), digest), "dataHash");
    require(toSign.getObjectAt(4) instanceof ASN1IA5String, "propertyInfo");
    verify(signature, toSign);
    byte[] signer = ((ASN1OctetString) signature.getObjectAt(1)).getOctets();
    ASN1Sequence property = (ASN1Sequence) ((ASN1Sequence) seal.getObjectAt(0)).getObjectAt(2);
    boolean listed = false;
    for (Object each : (ASN1Sequence) property.getObjectAt(3))
      listed |= Arrays.equals(((ASN1OctetString) each).getOctets(), signer);
    require(listed, "the signer is not in the seal");
    if (signature.size() == 5) verifyToken(signature);
  }

  private static void verifyToken(ASN1Sequence signature) throws Exception {
    ASN1TaggedObject tagged = (ASN1TaggedObject) signature.getObjectAt(4);
    require(tagged.getTagNo() == 0, "timeStamp");
    byte[] token = ((ASN1BitString) tagged.getExplicitBaseObject()).getOctets();
    byte[] value = ((ASN1BitString) signature.getObjectAt(3)).getOctets();
    byte[] imprint = MessageDigest.getInstance("SM3", BC).digest(value);
    require(
        Arrays.equals(
            new TimeStampResponse(token).getTimeStampToken().getTimeStampInfo().getMessageImprintDigest(), imprint),
        "imprint");
  }

  /** The last members but a time-stamp are certificate, algorithm and signature over the first. */
  private static void verify(ASN1Sequence outer, ASN1Sequence signed) throws Exception {
    byte[] certificate = ((ASN1OctetString) outer.getObjectAt(1)).getOctets();
    require(((ASN1ObjectIdentifier) outer.getObjectAt(2)).getId().equals(SM2_WITH_SM3), "algorithm");
    X509Certificate holder =
        new JcaX509CertificateConverter().setProvider(BC).getCertificate(new X509CertificateHolder(certificate));
    Signature sm2 = Signature.getInstance("SM3withSM2", BC);
    sm2.initVerify(holder.getPublicKey());
    sm2.update(signed.getEncoded(ASN1Encoding.DER));
    require(sm2.verify(((ASN1BitString) outer.getObjectAt(3)).getOctets()), "signature");
  }

  private static void require(boolean holds, String what) {
    if (!holds) throw new IllegalStateException(what);
  }
}
