package renxin;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.imageio.ImageIO;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.ofdrw.converter.ImageMaker;
import org.ofdrw.core.signatures.SigType;
import org.ofdrw.gm.ses.v4.SESeal;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.signContainer.GBT35275PKCS9DSContainer;
import org.ofdrw.sign.signContainer.SESV4Container;
import org.ofdrw.sign.stamppos.NormalStampPos;
import org.ofdrw.sign.stamppos.RidingStampPos;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.SignedDataValidateContainer;
import org.ofdrw.sign.verify.container.GBT35275ValidateContainer;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/**
 * A second opinion from ofdrw.
 *
 * <pre>
 * OfdPeer validate FILE...                            one line each: `accepted PAGES STAMPS` or `refused: why`
 * OfdPeer render FILE PREFIX                          PREFIX1.png and so on, at 120 dots an inch
 * OfdPeer pixel FILE PAGE (X Y)...                   colours at places in millimetres, hexadecimal
 * OfdPeer seal IN OUT SEAL KEY CERTIFICATE MODE STAMP seals; KEY is hexadecimal, MODE whole or continue, STAMP normal or riding
 * OfdPeer sign IN OUT KEY CERTIFICATE                 signs without a seal, by GB/T 35275 with signed attributes
 * </pre>
 *
 * Exit code 0: all accepted or done; 1: one or more refused; 3: called wrongly.
 */
public final class OfdPeer {
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  public static void main(String[] args) throws Exception {
    Security.addProvider(BC);
    switch (args.length == 0 ? "" : args[0]) {
      case "validate" -> System.exit(validate(args) ? 0 : 1);
      case "render" -> render(Path.of(args[1]), args[2]);
      case "pixel" -> pixels(args);
      case "seal" -> seal(args);
      case "sign" -> sign(args);
      default -> System.exit(3);
    }
  }

  /** A seal by GB/T 38540, a signature without one by GB/T 35275. */
  private static final SignedDataValidateContainer EACH =
      (type, algorithm, content, value) ->
          (type == SigType.Sign ? new GBT35275ValidateContainer() : new SESV4ValidateContainer())
              .validate(type, algorithm, content, value);

  private static boolean validate(String[] files) {
    boolean all = true;
    for (int i = 1; i < files.length; i++) {
      try (OFDReader reader = new OFDReader(Path.of(files[i]));
          OFDValidator validator = new OFDValidator(reader)) {
        validator.setValidator(EACH).exeValidate();
        System.out.println("accepted " + reader.getNumberOfPages() + " " + reader.getStampAnnots().stream().mapToInt(each -> each.getStampAnnots().size()).sum());
      } catch (Exception refused) {
        System.out.println("refused: " + refused.toString().replace('\n', ' '));
        all = false;
      }
    }
    return all;
  }

  private static void render(Path file, String prefix) throws Exception {
    try (OFDReader reader = new OFDReader(file)) {
      ImageMaker maker = new ImageMaker(reader, 120 / 25.4);
      for (int i = 0; i < maker.pageSize(); i++) {
        BufferedImage image = maker.makePage(i);
        ImageIO.write(image, "PNG", Path.of(prefix + (i + 1) + ".png").toFile());
      }
    }
  }

  private static void pixels(String[] args) throws Exception {
    try (OFDReader reader = new OFDReader(Path.of(args[1]))) {
      BufferedImage image = new ImageMaker(reader, 120 / 25.4).makePage(Integer.parseInt(args[2]) - 1);
      StringBuilder line = new StringBuilder();
      for (int i = 3; i + 1 < args.length; i += 2) {
        int x = (int) (Double.parseDouble(args[i]) * 120 / 25.4);
        int y = (int) (Double.parseDouble(args[i + 1]) * 120 / 25.4);
        line.append(i == 3 ? "" : " ").append(String.format("%06x", image.getRGB(x, y) & 0xffffff));
      }
      System.out.println(line);
    }
  }

  private static void seal(String[] args) throws Exception {
    SESeal seal = SESeal.getInstance(Files.readAllBytes(Path.of(args[3])));
    PrivateKey key = key(new BigInteger(args[4], 16));
    Certificate certificate = certificate(Path.of(args[5]));
    try (OFDReader reader = new OFDReader(Path.of(args[1]));
        OFDSigner signer = new OFDSigner(reader, Path.of(args[2]))) {
      signer.setSignMode(args[6].equals("whole") ? SignMode.WholeProtected : SignMode.ContinueSign);
      signer.setSignContainer(new SESV4Container(key, seal, certificate));
      signer.addApPos(
          args[7].equals("riding") ? new RidingStampPos(40, 40) : new NormalStampPos(1, 100, 100, 40, 40));
      signer.exeSign();
    }
  }

  private static void sign(String[] args) throws Exception {
    PrivateKey key = key(new BigInteger(args[3], 16));
    try (OFDReader reader = new OFDReader(Path.of(args[1]));
        OFDSigner signer = new OFDSigner(reader, Path.of(args[2]))) {
      signer.setSignMode(SignMode.ContinueSign);
      signer.setSignContainer(new GBT35275PKCS9DSContainer(certificate(Path.of(args[4])), key));
      signer.exeSign();
    }
  }

  private static Certificate certificate(Path file) throws Exception {
    return CertificateFactory.getInstance("X.509", BC)
        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  static PrivateKey key(BigInteger scalar) throws Exception {
    ECParameterSpec curve = ECNamedCurveTable.getParameterSpec("sm2p256v1");
    return KeyFactory.getInstance("EC", BC).generatePrivate(new ECPrivateKeySpec(scalar, curve));
  }
}
