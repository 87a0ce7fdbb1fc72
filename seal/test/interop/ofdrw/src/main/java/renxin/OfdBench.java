package renxin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.gm.ses.v4.SESeal;
import org.ofdrw.layout.OFDDoc;
import org.ofdrw.layout.VirtualPage;
import org.ofdrw.layout.element.Paragraph;
import org.ofdrw.layout.element.Position;
import org.ofdrw.layout.element.Span;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.signContainer.SESV4Container;
import org.ofdrw.sign.stamppos.NormalStampPos;

/**
 * The same work by ofdrw, for the benchmark: `OfdBench TEXT SEAL KEY CERTIFICATE SECONDS`. TEXT holds one line of text a
 * line, as PAGE TAB X TAB Y TAB SIZE TAB WORDS in millimetres. A document is made from it and sealed, again and again, from
 * memory to memory; after as long a time to warm up, one line `DOCUMENTS P50 P99`, in milliseconds.
 */
public final class OfdBench {
  public static void main(String[] args) throws Exception {
    BouncyCastleProvider provider = new BouncyCastleProvider();
    Security.addProvider(provider);
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    SESeal seal = SESeal.getInstance(Files.readAllBytes(Path.of(args[1])));
    PrivateKey key = OfdPeer.key(new BigInteger(args[2], 16));
    Certificate certificate =
        CertificateFactory.getInstance("X.509", provider)
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(Path.of(args[3]))));
    double seconds = Double.parseDouble(args[4]);
    run(lines, seal, key, certificate, seconds);
    double[] times = run(lines, seal, key, certificate, seconds);
    Arrays.sort(times);
    System.out.println(times.length + " " + times[times.length / 2] + " " + times[(int) (times.length * 0.99)]);
  }

  private static double[] run(List<String> lines, SESeal seal, PrivateKey key, Certificate certificate, double seconds)
      throws Exception {
    double[] times = new double[1 << 16];
    int count = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end && count < times.length) {
      long start = System.nanoTime();
      seal(make(lines), seal, key, certificate);
      times[count++] = (System.nanoTime() - start) / 1e6;
    }
    return Arrays.copyOf(times, count);
  }

  private static byte[] make(List<String> lines) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OFDDoc document = new OFDDoc(out)) {
      int number = 0;
      VirtualPage page = null;
      for (String line : lines) {
        String[] parts = line.split("\t");
        if (Integer.parseInt(parts[0]) != number) {
          number++;
          page = new VirtualPage(210d, 297d);
          document.addVPage(page);
        }
        Span words = new Span(parts[4]).setFontSize(Double.parseDouble(parts[3]));
        Paragraph paragraph = new Paragraph().add(words);
        paragraph.setPosition(Position.Absolute).setX(Double.parseDouble(parts[1])).setY(Double.parseDouble(parts[2]));
        paragraph.setWidth(160d);
        page.add(paragraph);
      }
    }
    return out.toByteArray();
  }

  private static void seal(byte[] document, SESeal seal, PrivateKey key, Certificate certificate) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OFDReader reader = new OFDReader(new ByteArrayInputStream(document));
        OFDSigner signer = new OFDSigner(reader, out)) {
      signer.setSignMode(SignMode.WholeProtected);
      signer.setSignContainer(new SESV4Container(key, seal, certificate));
      signer.addApPos(new NormalStampPos(1, 100, 100, 40, 40));
      signer.exeSign();
    }
  }
}
