package dev.onward.csv;

/** What divides the cells of a CSV file: comma, semicolon or tab, whichever its header line has most of outside of quotes. */
final class Separator {

    private static final char[] CANDIDATES = {',', ';', '\t'};

    private Separator() {}

    /** A comma if the line has none of them. */
    static char of(String headerLine) {
        String unquoted = unquoted(headerLine);
        char best = ',';
        long most = 0;
        for (char candidate : CANDIDATES) {
            long count = unquoted.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
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
