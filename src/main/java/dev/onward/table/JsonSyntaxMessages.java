package dev.onward.table;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages for malformed JSON: what was expected and what was found, in the terms of JSON (RFC 8259) instead of the
 * parser's, which is Jackson.
 */
public final class JsonSyntaxMessages {

    /** The first entry that matches the beginning of the parser's message applies. */
    private static final List<Rule> RULES = List.of(
            rule("Unexpected end-of-input: expected close marker for Array", "expected \"]\", got the end of the JSON"),
            rule(
                    "Unexpected end-of-input: expected close marker for Object",
                    "expected \"}\", got the end of the JSON"),
            rule("Unexpected end-of-input", "expected more JSON, got the end of the input"),
            rule(
                    "Unexpected close marker '(.)': no open",
                    got -> "expected the end of the JSON, got " + Text.quote(got.group(1))),
            rule(
                    "Unexpected close marker '(.)': expected '(.)'",
                    got -> "expected " + Text.quote(got.group(2)) + ", got " + Text.quote(got.group(1))),
            rule(
                    "Unexpected character \\('(.)'.*in numeric value: .*plus sign",
                    "expected a number without a plus sign"),
            rule(
                    "Unexpected character \\('(.)'.*in numeric value",
                    got -> "expected a digit, got " + Text.quote(got.group(1))),
            rule(
                    "Unexpected character \\('(.)'.*double-quote to start",
                    got -> "expected a name in double quotes, got " + Text.quote(got.group(1))),
            rule("Unexpected character \\('(.)'.*colon", got -> "expected a colon, got " + Text.quote(got.group(1))),
            rule(
                    "Unexpected character \\('(.)'.*comma to separate Object",
                    got -> "expected a comma or \"}\", got " + Text.quote(got.group(1))),
            rule(
                    "Unexpected character \\('(.)'.*comma to separate Array",
                    got -> "expected a comma or \"]\", got " + Text.quote(got.group(1))),
            rule("Unexpected character \\('/'.*comment", "expected JSON without comments, got \"/\""),
            rule("Unexpected character \\('(.)'", got -> "expected a value, got " + Text.quote(got.group(1))),
            rule("Duplicate Object property \"(.*)\"", got -> Text.quote(got.group(1)) + " is given twice"),
            rule("Non-standard token '(.*?)'", got -> "expected a value, got " + Text.quote(got.group(1))),
            rule(
                    "Numeric value \\((.*?)\\) out of range",
                    got -> "expected a number in the supported range, got " + Text.cut(got.group(1))),
            rule("Unrecognized token '(.*?)'", got -> "expected a value, got " + Text.quote(got.group(1))),
            rule("Invalid numeric value: Leading zeroes", "expected a number without leading zeros"),
            rule("Invalid numeric value", "expected a number"),
            rule("Invalid UTF-8", "expected UTF-8 text, got invalid UTF-8"),
            rule("Illegal unquoted character", "expected control characters in strings to be escaped"),
            rule("Illegal character", "expected JSON in UTF-8, got a control character"),
            rule("Unrecognized character escape", "expected a valid JSON escape, such as \\n or \\u00e9"),
            rule(
                    "Document nesting depth \\(.*\\((\\d+)",
                    got -> "expected JSON nested at most " + got.group(1) + " levels deep, got deeper nesting"),
            rule(
                    "Name length .*\\((\\d+)",
                    got -> "expected names of at most " + got.group(1) + " characters, got a longer one"),
            rule(
                    "Number value length .*\\((\\d+)",
                    got -> "expected numbers of at most " + got.group(1) + " characters, got a longer one"),
            rule(
                    "String value length .*\\((\\d+)",
                    got -> "expected strings of at most " + got.group(1) + " characters, got a longer one"));

    private JsonSyntaxMessages() {}

    private record Rule(Pattern pattern, Function<MatchResult, String> message) {}

    private static Rule rule(String pattern, String message) {
        return rule(pattern, match -> message);
    }

    private static Rule rule(String pattern, Function<MatchResult, String> message) {
        return new Rule(Pattern.compile(pattern, Pattern.DOTALL), message);
    }

    /** The message for a message of the parser. */
    public static String of(String parsers) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(parsers);
            if (matcher.lookingAt()) {
                return rule.message().apply(matcher);
            }
        }
        return "expected JSON, got other text";
    }
}
