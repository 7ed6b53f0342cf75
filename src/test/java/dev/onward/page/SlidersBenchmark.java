package dev.onward.page;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.Chromium;
import dev.onward.WebApp;
import dev.onward.annotate.Annotation;
import dev.onward.explain.RandomTrees;
import dev.onward.onnx.OnnxGraphs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The time from the movement of a slider until the browser has drawn the answer, its reasons and the curves of all
 * fields, of a classifier with 30 features: 100 random trees with 31 leaves each, or the model that
 * {@code -Dsliders.model} names. Prints and asserts nothing, since machines differ.
 */
@Tag("bench")
class SlidersBenchmark {

    private static final int FEATURES = 30;
    private static final int WARM_UP = Integer.getInteger("sliders.warmup", 60);
    private static final int MOVES = Integer.getInteger("sliders.moves", 200);

    private static final String MOVE = """
            const done = arguments[arguments.length - 1];
            const sliders = [...document.querySelectorAll(".field input[type=range]")];
            const slider = sliders[arguments[0] % sliders.length];
            const [low, high] = [Number(slider.min), Number(slider.max)];
            const start = performance.now();
            const observer = new MutationObserver(() => {
              observer.disconnect();
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
            });
            observer.observe(document.getElementById("result"), { childList: true });
            slider.value = low + (high - low) * ((arguments[0] * 0.37) % 1);
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            slider.dispatchEvent(new Event("change", { bubbles: true }));
            """;

    @Test
    void measuresMoves(@TempDir Path folder) throws IOException {
        String given = System.getProperty("sliders.model", "");
        Path model = given.isEmpty() ? trees(folder) : Path.of(given);
        ChromeDriver browser = Chromium.start(new ChromeOptions());
        try (WebApp server = WebApp.serve("--model", model.toString())) {
            browser.get(server.url() + "?"
                    + System.getProperty(
                            "sliders.row",
                            IntStream.range(0, FEATURES)
                                    .mapToObj(i -> "f" + i + "=0")
                                    .collect(Collectors.joining("&")))
                    + "&answer");
            for (int i = 0; i < WARM_UP; i++) {
                browser.executeAsyncScript(MOVE, i);
            }
            browser.executeScript("performance.clearResourceTimings(); performance.setResourceTimingBufferSize(10000)");
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < MOVES; i++) {
                millis.add(((Number) Objects.requireNonNull(browser.executeAsyncScript(MOVE, i))).doubleValue());
            }
            millis.sort(null);
            System.out.printf(
                    Locale.ROOT,
                    "%d moves: p50 %.1f ms, p95 %.1f ms, max %.1f ms; requests alone: %s; reasons shown: %s%n",
                    MOVES,
                    millis.get(MOVES / 2),
                    millis.get(MOVES * 95 / 100),
                    millis.get(MOVES - 1),
                    browser.executeScript("""
                            const times = performance.getEntriesByType("resource")
                              .filter((one) => one.name.includes("part"))
                              .map((one) => one.responseEnd - one.requestStart).sort((a, b) => a - b);
                            const at = (share) => times[Math.floor(times.length * share)].toFixed(1) + " ms";
                            return "p50 " + at(0.5) + ", p95 " + at(0.95);
                            """),
                    browser.executeScript(
                            "return [...document.querySelectorAll('.sentence, .flip, .waterfall tr')].length"
                                    + " + ' lines, ' + document.querySelectorAll('.curve').length + ' curves'"));
        } finally {
            browser.quit();
        }
    }

    private static Path trees(Path folder) throws IOException {
        RandomTrees trees = new RandomTrees(new Random(1), FEATURES, 1, List.of("BRANCH_LEQ"), false).grow(100, 31);
        List<AttributeProto> attributes = new ArrayList<>(trees.attributes("class", 0));
        attributes.add(attribute("post_transform", "LOGISTIC"));
        attributes.add(ints("classlabels_int64s", List.of(0L, 1L)));
        Path source = Files.write(
                folder.resolve("trees.onnx"),
                new OnnxGraphs()
                        .input("x", DataType.FLOAT, -1, FEATURES)
                        .ml(
                                "TreeEnsembleClassifier",
                                List.of("x"),
                                List.of("label", "scores"),
                                attributes.toArray(new AttributeProto[0]))
                        .output("label", DataType.INT64, -1)
                        .output("scores", DataType.FLOAT, -1, 2)
                        .bytes());
        Random random = new Random(2);
        List<String> lines = new ArrayList<>();
        lines.add(IntStream.range(0, FEATURES).mapToObj(i -> "f" + i).collect(Collectors.joining(",")));
        for (int row = 0; row < 2_000; row++) {
            lines.add(IntStream.range(0, FEATURES)
                    .mapToObj(i -> String.format(Locale.ROOT, "%.3f", random.nextGaussian()))
                    .collect(Collectors.joining(",")));
        }
        Path data = Files.write(folder.resolve("rows.csv"), lines);
        Path target = folder.resolve("explained.onnx");
        Annotation.run(
                Annotation.Request.of(source, target).withData(Optional.of(data)),
                new PrintWriter(Writer.nullWriter()));
        return target;
    }
}
