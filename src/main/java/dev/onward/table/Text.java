package dev.onward.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats names, values and errors for messages. */
public final class Text {

    private static final int MAX_QUOTED_LENGTH = 40;
    private static final int MAX_LISTED = 10;

    /** The maximum number of names that are searched for a similar one. */
    private static final int MAX_COMPARED = 1000;

    private Text() {}

    /** The value in double quotes, without control characters and cut to 40 characters. */
    public static String quote(String value) {
        return '"' + cut(value) + '"';
    }

    /** The first ten values in double quotes, and the total number if there are more. */
    public static String quote(List<String> values) {
        String listed = values.stream().limit(MAX_LISTED).map(Text::quote).collect(Collectors.joining(", "));
        return values.size() <= MAX_LISTED ? listed : listed + ", … (" + values.size() + " in all)";
    }

    /** The value without control characters and cut to 40 characters. Never cuts a surrogate pair in two. */
    public static String cut(String value) {
        boolean isLong = value.length() > MAX_QUOTED_LENGTH;
        int length = isLong ? MAX_QUOTED_LENGTH : value.length();
        if (isLong && Character.isHighSurrogate(value.charAt(length - 1))) {
            length--;
        }
        StringBuilder cut = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            cut.append(isControl(c) ? ' ' : c);
        }
        return isLong ? cut.append('…').toString() : cut.toString();
    }

    /**
     * Checks for a control character, or for an embedding, an override or an isolate of the Unicode Bidirectional
     * Algorithm, which change the direction of the text after them.
     */
    private static boolean isControl(char c) {
        return Character.isISOControl(c) || (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    /**
     * Checks whether the text has characters beyond the Basic Multilingual Plane, which ONNX Runtime's Java API encodes
     * incorrectly.
     */
    public static boolean hasSurrogates(String text) {
        return text.chars().anyMatch(c -> Character.isSurrogate((char) c));
    }

    /** The reason why a file given on the command line cannot be read, such as {@code cannot be read: it does not exist}. */
    public static String unreadable(Path file, Exception e) {
        return "cannot be read: " + reason(e) + (Files.exists(file) ? "" : suggestion(file));
    }

    /** The reason why a path, which is not that of a regular file, names no model, and the remedy. */
    public static String noModelFile(Path file) {
        String found = "no file" + suggestion(file);
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class).isDirectory()
                    ? "a folder; name a file in it"
                    : "a special file";
        } catch (AccessDeniedException e) {
            return "cannot be read: " + reason(e);
        } catch (IOException e) {
            // There is no such file.
        }
        return "expected a model file, found " + found;
    }

    /** The reason why a file cannot be read or written, without its name. */
    public static String reason(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        if (cause instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (cause instanceof AccessDeniedException) {
            return "access is denied; check its permissions and those of its folder";
        }
        if (cause instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        return cause instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    /** The name that is most similar to a misspelt one, with at most a third of its characters edited. */
    public static Optional<String> nearest(String name, Collection<String> names) {
        if (names.size() > MAX_COMPARED) {
            return Optional.empty();
        }
        String lowerCase = name.toLowerCase(Locale.ROOT);
        String nearest = "";
        int fewest = Integer.MAX_VALUE;
        for (String candidate : names) {
            int limit = Math.min(fewest - 1, Math.max(1, candidate.length() / 3));
            int edits = edits(lowerCase, candidate.toLowerCase(Locale.ROOT), limit);
            if (edits <= limit) {
                nearest = candidate;
                fewest = edits;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** The question that ends a message, such as {@code , did you mean "skewness"?}; empty if nothing is suggested. */
    public static String suggestion(Optional<String> nearest) {
        return nearest.map(name -> ", did you mean " + quote(name) + "?").orElse("");
    }

    /**
     * The same question with the file or folder of the most similar name, for a path that does not exist. It is only
     * for paths that operators and users of the command line give, because it reveals the name of another file.
     */
    public static String suggestion(Path missing) {
        Path name = missing.getFileName();
        Path folder = missing.toAbsolutePath().getParent();
        if (name == null || folder == null) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.limit(MAX_COMPARED + 1L)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(other -> !other.startsWith("."))
                    .toList();
            return nearest(name.toString(), names)
                    .map(other -> ", did you mean \""
                            + missing.resolveSibling(other).toString().replaceAll("\\p{Cntrl}", " ") + "\"?")
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /**
     * The number of characters that are inserted, deleted, replaced or exchanged with the next one; any number above
     * the limit if there are more. Compares only what can be within the limit, since callers choose the texts.
     */
    private static int edits(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            row[0] = i;
            int fewest = i;
            for (int j = 1; j <= b.length(); j++) {
                if (i == 0) {
                    row[j] = j;
                    continue;
                }
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (isExchanged(a, i, b, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                fewest = Math.min(fewest, row[j]);
            }
            if (fewest > limit) {
                return fewest;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }

    private static boolean isExchanged(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
