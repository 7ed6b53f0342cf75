package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.client.TestRestTemplate;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "model=../../model.onnx")
class NoteApplicationTest {

    @Autowired
    private TestRestTemplate client;

    @Test
    void labelsNotes() {
        String answer = client.postForObject(
                "/notes",
                Map.of("variance", 3.6216, "skewness", 8.6661, "curtosis", -2.8073, "entropy", -0.44699),
                String.class);

        assertThat(answer).startsWith("{\"label\":\"0\",\"probability\":0.99999");
    }

    @Test
    void listsEveryProblem() {
        String[] problems = client.postForObject("/notes", Map.of("variance", 3.6216), String[].class);

        assertThat(problems)
                .containsExactly(
                        "skewness: expected a number, got null",
                        "curtosis: expected a number, got null",
                        "entropy: expected a number, got null");
    }
}
