package dev.onward.http;

import java.util.HexFormat;
import java.util.Optional;

/**
 * The caller's place in a distributed trace, by W3C Trace Context: {@code version-traceid-parentid-flags}, in
 * lower-case hexadecimal digits.
 *
 * @param traceId 32 digits
 * @param spanId of the caller, 16 digits
 */
record TraceParent(String traceId, String spanId) {

    static final String HEADER = "traceparent";

    private static final int LENGTH = 55;

    /** Parses the header; empty if it is not valid. */
    static Optional<TraceParent> of(String header) {
        if (header.length() < LENGTH) {
            return Optional.empty();
        }
        String version = header.substring(0, 2);
        // Later versions may append fields after another dash; version 00 has none.
        boolean fits =
                version.equals("00") ? header.length() == LENGTH : !version.equals("ff") && endsOrContinues(header);
        TraceParent parent = new TraceParent(header.substring(3, 35), header.substring(36, 52));
        boolean divided = header.charAt(2) == '-' && header.charAt(35) == '-' && header.charAt(52) == '-';
        return fits
                        && divided
                        && isHex(version)
                        && isId(parent.traceId)
                        && isId(parent.spanId)
                        && isHex(header.substring(53, LENGTH))
                ? Optional.of(parent)
                : Optional.empty();
    }

    private static boolean endsOrContinues(String header) {
        return header.length() == LENGTH || header.charAt(LENGTH) == '-';
    }

    private static boolean isId(String digits) {
        return isHex(digits) && digits.chars().anyMatch(c -> c != '0');
    }

    private static boolean isHex(String digits) {
        return digits.chars().allMatch(c -> HexFormat.isHexDigit(c) && !(c >= 'A' && c <= 'F'));
    }
}
