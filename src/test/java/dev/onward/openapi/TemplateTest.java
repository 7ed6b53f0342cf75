package dev.onward.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TemplateTest {

    private static final Map<String, Object> VALUES = Map.of(
            "key",
            "iris.1",
            "count",
            3,
            "row",
            Map.of("type", "object"),
            "nothing",
            Map.of(),
            "names",
            List.of("{key}"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a value may be a tree        | {\"a\": \"{row}\"}                     | {\"a\":{\"type\":\"object\"}}",
                "or a number                  | {\"a\": \"{count}\"}                   | {\"a\":3}",
                "within a text it is text     | {\"a\": \"{count} of {key}\"}          | {\"a\":\"3 of iris.1\"}",
                "also in a name               | {\"{key}.Row\": true}                  | {\"iris.1.Row\":true}",
                "values are not searched      | {\"a\": \"{names}\"}                   | {\"a\":[\"{key}\"]}",
                "without a value left out     | {\"a\": \"{other}\", \"b\": 1}         | {\"b\":1}",
                "with an empty value too      | {\"a\": \"{nothing}\", \"b\": 1}       | {\"b\":1}",
                "and what is empty then       | {\"a\": {\"b\": \"{other}\"}, \"c\": 1} | {\"c\":1}",
                "in lists as well             | {\"a\": [1, \"{other}\", \"{key}\"]}   | {\"a\":[1,\"iris.1\"]}",
                "an empty object stays        | {\"a\": {}}                            | {\"a\":{}}",
                "a condition that holds       | {\"a\": {\"$if\": \"key\", \"b\": 1}}  | {\"a\":{\"b\":1}}",
                "a condition that does not    | {\"a\": {\"$if\": \"other\", \"b\": 1}} | {}",
                "an object included           | {\"a\": 1, \"$include\": \"{row}\"}    | {\"a\":1,\"type\":\"object\"}",
                "nothing included             | {\"a\": 1, \"$include\": \"{other}\"}  | {\"a\":1}",
            })
    void replacesPlaceholders(String rule, String template, String expected) {
        Map<String, Object> tree = JsonTree.asObject(JsonMapper.shared().readValue(template, Map.class));

        assertThat(JsonTree.text(Template.expand(tree, VALUES))).as(rule).isEqualTo(expected);
    }

    @Test
    void refusesATextWithoutAValue() {
        assertThatThrownBy(() -> Template.expand(Map.of("a", "Model {other}"), VALUES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected a value for {other} in \"Model {other}\"");
    }
}
