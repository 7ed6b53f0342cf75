package dev.onward.table;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes SHA-256 checksums (FIPS 180-4). */
public final class Sha256 {

    private Sha256() {}

    /** The 32 bytes of the checksum. */
    public static byte[] digest(byte[] content) {
        return start().digest(content);
    }

    /** A checksum of no bytes, to be updated with those of a stream. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** The checksum as 64 lower-case hexadecimal digits. */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(digest(content));
    }
}
