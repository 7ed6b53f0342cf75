package dev.onward.launch.jetty;

import com.sun.management.OperatingSystemMXBean;
import dev.onward.BankNotes;
import dev.onward.OnwardProcess;
import dev.onward.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The processor time of a JSON row. Prints and asserts nothing: machines differ. */
@Tag("bench")
class IntakeBenchmark {

    private static final int TURNS = 15;
    private static final int REQUESTS = 4_000;

    /** Two servers in this JVM take turns, one with the handler and one without. The client is included. */
    @Test
    void handlerComparedWithNone() throws Exception {
        IntakeHandler intake = new IntakeHandler(new Pace(3_300, 3_300, Duration.ofSeconds(10), Duration.ofSeconds(1)));
        intake.setHandler(new Echo());
        Server with = start(intake);
        Server without = start(new Echo());
        try (Wire one = new Wire(with.getURI());
                Wire other = new Wire(without.getURI())) {
            double[] figures = new double[TURNS];
            double[] differences = new double[TURNS];
            for (int turn = -TURNS; turn < TURNS; turn++) {
                double none = micros(other, "/");
                double handler = micros(one, "/");
                if (turn >= 0) {
                    figures[turn] = none;
                    differences[turn] = handler - none;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "without the handler %.1f us a request, the handler adds %.1f us (median of %d turns)%n",
                    median(figures),
                    median(differences),
                    TURNS);
        } finally {
            with.stop();
            without.stop();
        }
    }

    /** The whole application, in a process of its own, whose processor time is the figure. */
    @Test
    void jsonRow() throws Exception {
        List<String> jvm = List.of("-XX:TieredStopAtLevel=4", "-XX:+UseSerialGC", "-Xmx256m");
        try (OnwardProcess server = OnwardProcess.serveClasses(jvm, Map.of(), "--access-log", "false");
                Wire wire = new Wire(server.url())) {
            double[] figures = new double[TURNS];
            for (int turn = -TURNS; turn < TURNS; turn++) {
                Duration before = processorTime(server);
                for (int i = 0; i < REQUESTS; i++) {
                    wire.post("/predict", "application/json", BankNotes.GENUINE);
                }
                if (turn >= 0) {
                    figures[turn] = processorTime(server).minus(before).toNanos() / 1e3 / REQUESTS;
                }
            }
            System.out.printf(Locale.ROOT, "a JSON row: %.1f us of processor time (median)%n", median(figures));
        }
    }

    private static Duration processorTime(OnwardProcess server) {
        return server.process().info().totalCpuDuration().orElseThrow();
    }

    private static double micros(Wire wire, String path) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = system.getProcessCpuTime();
        for (int i = 0; i < REQUESTS; i++) {
            wire.post(path, "application/json", BankNotes.GENUINE);
        }
        return (system.getProcessCpuTime() - start) / 1e3 / REQUESTS;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static Server start(Handler handler) throws Exception {
        Server server = new Server(new QueuedThreadPool(16));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
        return server;
    }

    /** Reads the body as servlets do, and answers a prediction. */
    private static final class Echo extends Handler.Abstract {

        private static final String ANSWER = "{\"label\":\"genuine\",\"probabilities\":{\"genuine\":1,\"forged\":0}}";

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            Content.Source.asInputStream(request).transferTo(OutputStream.nullOutputStream());
            response.getHeaders().put("Content-Length", ANSWER.length());
            Content.Sink.write(response, true, ANSWER, callback);
            return true;
        }
    }
}
