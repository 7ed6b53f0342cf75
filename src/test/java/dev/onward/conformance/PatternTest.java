package dev.onward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PatternTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\": \"$string\"}            | {\"a\": \"x\", \"b\": 1}",
                "{\"a\": \"$absent\"}            | {\"b\": 1}",
                "{\"data\": [1, 2, 3, 4]}        | {\"data\": [[1, 2], [3, 4]]}",
                "{\"data\": [3, 0.5]}            | {\"data\": [3.0, 5e-1]}",
                "{\"$near\": 0.5}                | 0.5000009",
                "{\"$matches\": \"1:.*\"}        | \"1:a\"",
                "{\"$each\": \"$number\"}        | [1, 2.5]",
                "{\"$has\": {\"a\": 1}}          | [2, {\"a\": 1}]",
            })
    void isMetBy(String pattern, String found) {
        assertThat(mismatches(pattern, found)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\": \"$string\"}            | {\"a\": 1}                        | a: expected a text, got 1",
                "{\"a\": \"$boolean\"}           | {}                                | a: expected true or false, got nothing",
                "{\"a\": \"$absent\"}            | {\"a\": \"x\"}                    | a: expected nothing, got a text",
                "{\"a\": {\"b\": 1}}             | {\"a\": {\"b\": 2}}               | a.b: expected 1, got 2",
                "{\"a\": {\"b\": 1}}             | {\"a\": [1]}                      | a: expected an object with b, got [1]",
                "{\"data\": [9007199254740993]}  | {\"data\": [9007199254740992]}    | data[0]: expected 9007199254740993, got 9007199254740992",
                "{\"data\": [9007199254740993]}  | {\"data\": [9.007199254740992e15]} | data[0]: expected 9007199254740993, got 9.007199254740992E15",
                "{\"data\": [1, 2]}              | {\"data\": [1, 2, 3]}             | data: expected [1,2], got [1,2,3]",
                "{\"data\": [null]}              | {\"data\": [0.0]}                 | data[0]: expected null, got 0.0",
                "{\"$near\": 0.5}                | 0.50001                           | expected about 0.5, got 0.50001",
                "{\"$has\": {\"a\": 1}}          | [{\"a\": 2}]                      | expected an element like {\"a\":1}, got [{\"a\":2}]",
            })
    void tellsWhatWasExpectedAndFound(String pattern, String found, String mismatch) {
        assertThat(mismatches(pattern, found)).containsExactly(mismatch);
    }

    private static List<String> mismatches(String pattern, String found) {
        List<String> mismatches = new ArrayList<>();
        Pattern.check("", JSON.readTree(pattern), JSON.readTree(found), mismatches);
        return mismatches;
    }
}
