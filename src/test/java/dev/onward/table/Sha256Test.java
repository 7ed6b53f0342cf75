package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /** The example of FIPS 180-4's test vectors. */
    @Test
    void computesTheChecksumOfTheStandardsExample() {
        byte[] content = "abc".getBytes(StandardCharsets.US_ASCII);

        assertThat(Sha256.hex(content)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.digest(content)).hasSize(32).startsWith(0xba, 0x78, 0x16, 0xbf);
    }
}
