package dev.onward.model;

import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** A model's name and version. */
public record ModelId(String name, String version) {

    /** The version of a model that does not declare one. */
    public static final String UNVERSIONED = "1";

    /** Ascending. Numbers are compared by value, and are higher than all other versions. */
    public static final Comparator<String> BY_VERSION = Comparator.comparing(ModelId::isNumber)
            .thenComparing(version -> isNumber(version) ? new BigInteger(version) : BigInteger.ZERO)
            .thenComparing(Comparator.naturalOrder());

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\%\\p{Cntrl}]{1,255}");
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,99}");

    /** The reason why a name or version cannot be part of a path or URL without escapes; empty if it can. */
    public static Optional<String> invalidReason(String text) {
        return PLAIN.matcher(text).matches()
                ? Optional.empty()
                : Optional.of("expected up to 100 letters, digits, dots, dashes and underscores, starting with a"
                        + " letter or digit, got " + Text.quote(text));
    }

    /**
     * The reason why a name or version that a model declares itself cannot be served, as one segment of a URL path;
     * empty if it can.
     */
    public static Optional<String> notServableReason(String text) {
        if (DOTS.matcher(text).matches()) {
            return Optional.of("expected a text other than \".\" and \"..\", got " + Text.quote(text));
        }
        return SEGMENT.matcher(text).matches()
                ? Optional.empty()
                : Optional.of("expected 1 to 255 characters without slashes, percent signs or control characters, got "
                        + Text.quote(text));
    }

    /**
     * Returns this name and version, which a model declares itself.
     *
     * @param origin the name of the model's file in messages
     * @throws ModelException if they cannot be served
     */
    public ModelId servable(String origin) {
        notServableReason(name).ifPresent(reason -> {
            throw new ModelException(origin + ": name: " + reason);
        });
        notServableReason(version).ifPresent(reason -> {
            throw new ModelException(origin + ": version: " + reason);
        });
        return this;
    }

    private static boolean isNumber(String version) {
        return NUMBER.matcher(version).matches();
    }

    @Override
    public String toString() {
        return name + ", version " + version;
    }
}
