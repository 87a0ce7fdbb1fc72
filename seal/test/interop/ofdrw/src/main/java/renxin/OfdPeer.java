package renxin;
public final class OfdPeer { public static void main(String[] a) {} }
