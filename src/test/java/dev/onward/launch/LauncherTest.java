package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.OnwardProcess.Ended;
import dev.onward.WebApp;
import dev.onward.settings.Setting;
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
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void takesOneModelOrAFolder() {
        Ended ended = Commands.run("--model", "model.onnx", "--models", folder.toString(), "--port", "0");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("onward: --model and --models: expected only one of them, got both\n");
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
