package dev.onward.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteOrderMarkTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            emptyValue = "",
            value = {"\uFEFFa,a", "a,a", "'',''", "\uFEFF,''", "\uFEFF\uFEFFa\uFEFF,\uFEFFa\uFEFF", "ab\uFEFF,ab\uFEFF"
            })
    void removesOneMarkAtTheBeginning(String text, String expected) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);

        assertThat(ByteOrderMark.strip(bytes)).isEqualTo(expected.getBytes(UTF_8));
        assertThat(ByteOrderMark.skip(new ByteArrayInputStream(bytes))).hasBinaryContent(expected.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"-17", "-17 -69"})
    void keepsAMarkThatIsCutShort(String signed) throws IOException {
        String[] numbers = signed.split(" ", -1);
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Byte.parseByte(numbers[i]);
        }

        assertThat(ByteOrderMark.strip(bytes)).isEqualTo(bytes);
        assertThat(ByteOrderMark.skip(new ByteArrayInputStream(bytes))).hasBinaryContent(bytes);
    }
}
