package dev.onward.csv;

/**
 * Detects the separator of a CSV file: the comma, semicolon or tab that is most frequent outside quotes in the header
 * line.
 */
final class Separator {

    private static final char[] CANDIDATES = {',', ';', '\t'};

    private Separator() {}

    /** Returns a comma if the line has none of them. */
    static char of(String headerLine) {
        String unquoted = unquoted(headerLine);
        char best = ',';
        long maxCount = 0;
        for (char candidate : CANDIDATES) {
            long count = unquoted.chars().filter(c -> c == candidate).count();
            if (count > maxCount) {
                maxCount = count;
                best = candidate;
            }
        }
        return best;
    }

    private static String unquoted(String line) {
        StringBuilder unquoted = new StringBuilder(line.length());
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            if (!quoted) {
                unquoted.append(c);
            }
        }
        return unquoted.toString();
    }
}
