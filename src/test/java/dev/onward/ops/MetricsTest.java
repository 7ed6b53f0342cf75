package dev.onward.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.Patience;
import dev.onward.SlowRequest;
import dev.onward.WebApp;
import dev.onward.app.PermitServer;
import dev.onward.compute.ComputePermits.Permit;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    /** Large enough to be bulk work. */
    private static final String CSV = "variance,skewness,curtosis,entropy,note\n3.6216,8.6661,-2.8073,-0.44699,"
            + "x".repeat(20_000) + "\n1,2,3,none,\n";

    @Test
    void countsRequestsByRouteAndStatusAndPredictionsByModel() {
        try (WebApp server = WebApp.serve()) {
            Http http = Http.to(server);
            http.postJson("/predict", "[" + BankNotes.GENUINE + "," + BankNotes.GENUINE + "]");
            http.postJson("/models/banknote/versions/1/predict", BankNotes.GENUINE);
            http.postJson("/predict", "{}");
            http.postCsv("/predict", CSV);
            http.get("/predict?variance=1&skewness=2&curtosis=3&entropy=4");
            http.send("BREW", "/predict", BodyPublishers.noBody());
            http.get("/nope/1");
            http.get("/nope/2");
            http.get("/");

            List<String> lines =
                    settled(http, "onward_http_requests_total{method=\"GET\",route=\"/\",status=\"200\"} 1.0");

            assertThat(lines)
                    .contains(
                            "onward_http_requests_total{method=\"POST\",route=\"/predict\",status=\"200\"} 2.0",
                            "onward_http_requests_total{method=\"GET\",route=\"/predict\",status=\"200\"} 1.0",
                            "onward_http_requests_total{method=\"(other)\",route=\"/predict\",status=\"405\"} 1.0",
                            "onward_http_requests_total{method=\"POST\",route=\"/predict\",status=\"400\"} 1.0",
                            "onward_http_requests_total{method=\"POST\",route=\"/models/{model}/versions/{version}/predict\",status=\"200\"} 1.0",
                            "onward_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 2.0",
                            "onward_http_request_duration_seconds_count{method=\"POST\",route=\"/predict\"} 3",
                            "onward_predictions_total{kind=\"single\",model=\"banknote\",outcome=\"answered\",version=\"1\"} 3.0",
                            "onward_predictions_total{kind=\"single\",model=\"banknote\",outcome=\"refused\",version=\"1\"} 1.0",
                            "onward_predictions_total{kind=\"bulk\",model=\"banknote\",outcome=\"answered\",version=\"1\"} 1.0",
                            "onward_prediction_rows_total{kind=\"single\",model=\"banknote\",version=\"1\"} 4.0",
                            "onward_prediction_rows_total{kind=\"bulk\",model=\"banknote\",version=\"1\"} 1.0",
                            "onward_prediction_duration_seconds_count{kind=\"single\",model=\"banknote\",version=\"1\"} 4",
                            "onward_prediction_duration_seconds_count{kind=\"bulk\",model=\"banknote\",version=\"1\"} 1",
                            "onward_model_run_duration_seconds_count{kind=\"single\",model=\"banknote\",version=\"1\"} 3",
                            "onward_model_run_duration_seconds_count{kind=\"bulk\",model=\"banknote\",version=\"1\"} 1",
                            "onward_http_requests_in_flight 1.0",
                            "onward_predictions_rejected_total 0.0",
                            "onward_ready 1.0",
                            "onward_model_load_failures 0.0",
                            "onward_build_info{version=\"0.2.0\"} 1");
            assertThat(lines).anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
            assertThat(lines).anyMatch(line -> line.startsWith("process_cpu_seconds_total "));
            assertThat(lines).anyMatch(line -> line.startsWith("process_start_time_seconds "));
        }
    }

    @Test
    void hasTheSeriesOfFailuresFromTheStart() {
        try (WebApp server = WebApp.serve()) {
            List<String> lines = lines(Http.to(server).get("/metrics"));

            assertThat(lines)
                    .contains(
                            "onward_http_requests_total{method=\"POST\",route=\"/predict\",status=\"500\"} 0.0",
                            "onward_http_requests_total{method=\"GET\",route=\"/predict\",status=\"503\"} 0.0",
                            "onward_http_requests_total{method=\"POST\",route=\"/v2/models/{model}/infer\",status=\"507\"} 0.0",
                            "onward_predictions_total{kind=\"bulk\",model=\"banknote\",outcome=\"failed\",version=\"1\"} 0.0",
                            "onward_predictions_total{kind=\"single\",model=\"banknote\",outcome=\"failed\",version=\"1\"} 0.0",
                            "onward_predictions_rejected_total 0.0");
            assertThat(lines).contains("onward_models_poll_age_seconds 0.0");
            assertThat(lines).anyMatch(line -> line.matches("onward_spool_free_bytes [1-9].*"));
        }
    }

    @Test
    void tellsWhichModelsAreServedAndHowManyFilesAreNot(@TempDir Path folder) throws IOException {
        for (String name : List.of("one.onnx", "two.onnx")) {
            Files.copy(Path.of("model.onnx"), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder.resolve("broken.onnx"), "no model");
        try (WebApp server = WebApp.serve("--models", folder.toString())) {
            List<String> lines = lines(Http.to(server).get("/metrics"));

            assertThat(lines).contains("onward_model_load_failures 1.0", "onward_ready 1.0");
            assertThat(lines.stream().filter(line -> line.startsWith("onward_model_loaded{")))
                    .hasSize(2)
                    .allMatch(line ->
                            line.matches(".*\\{model=\"(one|two)\",sha256=\"[0-9a-f]{64}\",version=\"1\"} 1.0"));
        }
    }

    @Test
    void speaksTheFormatThatIsAskedFor() {
        Answer plain = Http.shared().get("/metrics");
        Answer open = Http.shared().get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");

        assertThat(plain.contentType()).isEqualTo("text/plain;version=0.0.4;charset=utf-8");
        assertThat(open.contentType()).isEqualTo("application/openmetrics-text;version=1.0.0;charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n").contains("# TYPE onward_build info\n");
        assertThat(plain.body()).doesNotContain("# EOF");
    }

    /** As Prometheus asks where it is to read native histograms. */
    @Test
    void speaksTextToWhoLikesProtobufBetter() {
        String protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
        Answer open = Http.shared()
                .get(
                        "/metrics",
                        "Accept",
                        protobuf + ";q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.2");
        Answer plain = Http.shared().get("/metrics", "Accept", protobuf);
        Answer twoLines =
                Http.shared().get("/metrics", "Accept", "image/png", "Accept", "application/openmetrics-text");

        assertThat(open.status()).isEqualTo(200);
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.contentType()).startsWith("text/plain;");
        assertThat(twoLines.body()).endsWith("# EOF\n");
    }

    @Test
    void countsWhatIsRefusedBecauseTooManyAreUnderWay(@TempDir Path folder) throws IOException {
        try (PermitServer server = PermitServer.serve(folder, "--concurrency", "1", "--concurrency-wait", "0");
                Permit permit = server.hold("banknote")) {
            assertThat(permit).isNotNull();
            Http http = Http.to(server.url());
            List<String> before = lines(http.get("/metrics"));

            http.postJson("/predict", BankNotes.GENUINE);
            http.postCsv("/predict", "variance,skewness,curtosis,entropy\n1,2,3,4\n");
            List<String> after = lines(http.get("/metrics"));

            assertThat(after)
                    .contains(
                            "onward_compute_permits 1.0",
                            "onward_compute_permits_in_use 1.0",
                            "onward_compute_permits_waiting 0.0",
                            "onward_bulk_requests_in_flight 0.0")
                    .noneMatch(line -> line.matches("onward_predictions_total.* [1-9].*"));
            // The warm-up, too, may be refused in the meantime.
            assertThat(rejected(after) - rejected(before)).isBetween(2.0, 3.0);
        }
    }

    @Test
    void countsRequestsInFlight() throws IOException {
        try (WebApp server = WebApp.serve();
                SlowRequest slow = SlowRequest.begin(server)) {
            assertThat(slow.isConnected()).isTrue();
            // The warm-up may hold a permit for a moment.
            Patience.await(
                    () -> lines(Http.to(server).get("/metrics"))
                            .containsAll(
                                    List.of("onward_http_requests_in_flight 2.0", "onward_compute_permits_in_use 0.0")),
                    "two requests are in flight, and none computes");
        }
    }

    /** Each panel of the dashboard asks for something that is there once there was a request. */
    @Test
    void hasEverythingThatTheDashboardShows() throws IOException {
        Http http = Http.shared();
        http.postJson("/predict", BankNotes.GENUINE);
        Matcher names = Pattern.compile("\\b(onward|jvm|process)_[a-z_]+\\b")
                .matcher(Files.readString(Path.of("deploy/grafana/onward.json")));
        Set<String> wanted = names.results().map(MatchResult::group).collect(Collectors.toSet());

        Set<String> there = settled(http, "onward_ready 1.0").stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(line.contains("{") ? '{' : ' ')))
                .collect(Collectors.toSet());

        assertThat(wanted).hasSizeGreaterThan(10);
        assertThat(there).containsAll(wanted);
    }

    /** One would stay, and with it the class loader, when a container takes the application away. */
    @Test
    void keepsNoThreadOfItsOwn() {
        Http.shared().get("/metrics");

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .isNotEmpty()
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("prometheus"));
    }

    @Test
    void canBeSwitchedOff() {
        try (WebApp server = WebApp.serve("--metrics", "off")) {
            assertThat(Http.to(server).get("/metrics").status()).isEqualTo(404);
        }
    }

    /** A request is counted after its answer. */
    private static List<String> settled(Http http, String last) {
        long end = System.nanoTime() + 10_000_000_000L;
        List<String> lines = lines(http.get("/metrics"));
        while (!lines.contains(last) && System.nanoTime() < end) {
            lines = lines(http.get("/metrics"));
        }
        return lines;
    }

    private static double rejected(List<String> lines) {
        String name = "onward_predictions_rejected_total ";
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private static List<String> lines(Answer answer) {
        return answer.body().lines().toList();
    }
}
