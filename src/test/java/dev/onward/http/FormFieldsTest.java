package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormFieldsTest {

    @Test
    void readsNamesAndValues() {
        assertThat(FormFields.parse("a=1&b=&c&%C3%B6=x%26y&two+words=p+q&d=1=2"))
                .isEqualTo(Map.of(
                        "a", List.of("1"),
                        "b", List.of(""),
                        "c", List.of(""),
                        "ö", List.of("x&y"),
                        "two words", List.of("p q"),
                        "d", List.of("1=2")));
    }

    @Test
    void keepsTheOrderOfNamesAndEveryValueOfOne() {
        Map<String, List<String>> fields = FormFields.parse("z=1&a=2&z=3");

        assertThat(fields.keySet()).containsExactly("z", "a");
        assertThat(fields.get("z")).containsExactly("1", "3");
    }

    @Test
    void passesOverNothing() {
        assertThat(FormFields.parse("")).isEmpty();
        assertThat(FormFields.parse("&&a=1&")).isEqualTo(Map.of("a", List.of("1")));
        assertThat(FormFields.parse("=1")).isEqualTo(Map.of("", List.of("1")));
    }

    @Test
    void refusesMalformedEscapes() {
        assertThatThrownBy(() -> FormFields.parse("a=1&b=%zz"))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void hasALimit() {
        assertThat(FormFields.parse("a&".repeat(9_999) + "a").get("a")).hasSize(10_000);
        assertThatThrownBy(() -> FormFields.parse("a&".repeat(10_001)))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(413))
                .hasMessage("expected at most 10000 form fields, got more");
    }
}
