package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.OnwardProcess.Ended;
import dev.onward.WebApp;
import dev.onward.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void explainsItself() {
        Ended help = Commands.run("--help");
        Ended version = Commands.run("--version");
        Ended typo = Commands.run("--prot", "1");

        for (Setting setting : Setting.values()) {
            assertThat(help.out()).contains(setting.flag());
        }
        assertThat(help.out()).contains("train").contains("score").contains("api-key");
        assertThat(version.out()).startsWith("onward ");
        assertThat(typo.err()).isEqualTo("onward: Unknown options: '--prot', '1'\nTry --help.\n");
        assertThat(typo.exit()).isEqualTo(2);
    }

    @Test
    void asksForTheCommandFirst() {
        Ended ended = Commands.run("--log-level", "debug", "score", "-");

        assertThat(ended.err()).isEqualTo("onward: expected the command first: score [OPTIONS]\nTry --help.\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void saysThatTheSpoolFolderIsMissing() {
        Path missing = folder.resolve("missing");

        Ended ended = Commands.run("--port", "0", "--spool-folder", missing.toString());

        assertThat(ended.err())
                .isEqualTo("onward: --spool-folder: expected a writable folder, got \"" + missing + "\"\n");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void takesOneModelOrAFolder() {
        Ended ended = Commands.run("--model", "model.onnx", "--models", folder.toString(), "--port", "0");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("onward: --model and --models: expected only one of them, got both\n");
    }

    @Test
    void exitsWithTwoForAModelThatItCannotUse() throws IOException {
        String missing = folder.resolve("modle.onnx").toString();
        Path broken = Files.writeString(folder.resolve("model.onnx"), "this is no model");
        List<List<String>> commands = List.of(
                List.of("score", "data/banknote.csv", "--model"),
                List.of("annotate", "--data", "data/banknote.csv", "--out", folder.resolve("out.onnx") + ""),
                List.of("describe"));

        for (List<String> command : commands) {
            for (String model : List.of(missing, broken.toString(), folder.toString())) {
                Ended ended = Commands.run(Stream.concat(command.stream(), Stream.of(model))
                        .toArray(String[]::new));

                assertThat(ended.err()).startsWith("onward: " + model + ": ").hasLineCount(1);
                assertThat(ended.err().contains(", did you mean \"" + broken + "\"?"))
                        .isEqualTo(model.equals(missing));
                assertThat(ended.exit()).isEqualTo(2);
            }
        }
    }

    @Test
    void suggestsTheFileThatIsMeant() {
        Ended data = Commands.run("score", "data/banknotes.csv");
        Ended training = Commands.run("train", "data/banknte.csv", "--target", "class", "--out", "target/x.onnx");
        Ended card = Commands.run("annotate", "model.onnx", "--card", "data/banknote.crad.json", "--out", "target/x.onnx");

        assertThat(data.err())
                .isEqualTo("onward: data/banknotes.csv: cannot be read: it does not exist, did you mean"
                        + " \"data/banknote.csv\"?\n");
        assertThat(training.err())
                .isEqualTo("data/banknte.csv: cannot be read: it does not exist, did you mean \"data/banknote.csv\"?\n");
        assertThat(card.err())
                .isEqualTo("data/banknote.crad.json: cannot be read: it does not exist, did you mean"
                        + " \"data/banknote.card.json\"?\n");
    }

    @Test
    void makesAnApiKeyThatTheServerTakes() {
        Ended made = Commands.run("api-key", "shop");
        List<String> words = Stream.of(made.out().split("\\s+", -1)).toList();
        String key = words.get(2);
        String hash = words.get(words.size() - 2);
        try (WebApp own = WebApp.serve("--api-keys", hash)) {
            Http.Answer answer = Http.to(own).postJson("/predict", BankNotes.GENUINE, "Authorization", "Bearer " + key);

            assertThat(made.exit()).isZero();
            assertThat(key).hasSize(43);
            assertThat(hash).startsWith("shop:").doesNotContain(key);
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(Commands.run("api-key", "no name").exit()).isEqualTo(2);
    }
}
