package dev.onward.page;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What people may type into a field for a number: as in many countries, and with mistakes. */
final class TypedNumbers {

    /** The zeros of ASCII, Arabic, Persian, Devanagari, Bengali, Thai and fullwidth digits. */
    private static final List<Character> ZEROS =
            List.of('0', '\u0660', '\u06f0', '\u0966', '\u09e6', '\u0e50', '\uff10');

    /** With the digits of ASCII, which are replaced by others. */
    private static final List<String> FORMS = List.of(
            "12",
            "-3",
            "\u22123",
            "+3",
            "--3",
            "1.5",
            "1,5",
            "1.5.2",
            "1,5,2",
            ".5",
            ",5",
            "5.",
            "5,",
            "1 000",
            "1\u00a0000",
            "1\u202f000",
            "1'000",
            "1\u2019000",
            "1_000",
            "1,000.5",
            "1.000,5",
            "1 000,5",
            "1e",
            "1e5",
            "1E-5",
            "1e+",
            "1e5.2",
            "1.5e3e4",
            "1e999",
            "-0",
            "007",
            "1/2",
            "3%",
            "3 kg",
            "(3)",
            "3-4",
            "~3",
            "<3",
            "1\u00b2",
            "\u00bd",
            "2*3",
            "=1+1",
            "0x1F",
            "1d",
            "1f",
            "1L");

    private static final List<String> OTHERS = List.of(
            "NaN",
            "nan",
            "Infinity",
            "-inf",
            "none",
            "null",
            "n/a",
            "-",
            "+",
            ".",
            ",",
            "e",
            "e5",
            "#REF!",
            "true",
            "\"3\"",
            "'3'",
            "<b>3</b>",
            "&lt;",
            "100%25",
            "a&b=c",
            "\u221e",
            "\u2160",
            "\u4e09",
            "\u00a03\u00a0",
            " 3 ");

    private TypedNumbers() {}

    static List<String> all() {
        Set<String> all = new LinkedHashSet<>();
        for (char zero : ZEROS) {
            for (String form : FORMS) {
                all.add(withDigits(form, zero));
            }
        }
        all.addAll(OTHERS);
        return List.copyOf(all);
    }

    private static String withDigits(String text, char zero) {
        return text.chars()
                .map(c -> c >= '0' && c <= '9' ? zero + (c - '0') : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
