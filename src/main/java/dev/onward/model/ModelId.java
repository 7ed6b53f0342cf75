package dev.onward.model;

import dev.onward.table.Text;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/** A model's name and version. */
public record ModelId(String name, String version) {

    /** What a model without a version of its own has. */
    public static final String UNVERSIONED = "1";

    /** Lowest first: numbers by their value, above all that are no numbers. */
    public static final Comparator<String> BY_VERSION = Comparator.comparing(ModelId::isNumber)
            .thenComparing(version -> isNumber(version) ? new BigInteger(version) : BigInteger.ZERO)
            .thenComparing(Comparator.naturalOrder());

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,99}");

    /** What is wrong with a name or version that should stand in paths and addresses as it is; empty if nothing. */
    public static String fault(String text) {
        return PLAIN.matcher(text).matches()
                ? ""
                : "expected up to 100 letters, digits, dots, dashes and underscores, and a letter or digit first, got "
                        + Text.quote(text);
    }

    private static boolean isNumber(String version) {
        return NUMBER.matcher(version).matches();
    }

    @Override
    public String toString() {
        return name + ", version " + version;
    }
}
