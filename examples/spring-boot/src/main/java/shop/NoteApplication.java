package shop;

import dev.onward.*;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.*;

/** Labels banknotes: java -jar … --model=model.onnx */
@RestController
@SpringBootApplication(proxyBeanMethods = false)
public class NoteApplication {
    record Note(Double variance, Double skewness, Double curtosis, Double entropy) {}
    record Label(String label, double probability) {}

    private final Asker<Note> notes;

    NoteApplication(@Value("${model}") String file) {
        notes = Onward.open(Path.of(file)).asker(Note.class);
    }

    @PostMapping("/notes")
    Label label(@RequestBody Note note) {
        Answer answer = notes.ask(note);
        return new Label(answer.label(), answer.probability(answer.label()));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    List<String> problems(OnwardException e) {
        return e.problems();
    }

    public static void main(String[] arguments) {
        SpringApplication.run(NoteApplication.class, arguments);
    }
}
