package dev.onward.deploy;

import dev.onward.BankNotes;
import dev.onward.Patience;
import dev.onward.Wire;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ask on connections that they keep, and compare every answer with the expected one. They pause between
 * requests, since on a machine without idle time the replicas would start many times as slowly, and a proxy's checks
 * would fail.
 */
final class Traffic {

    private static final String GENUINE =
            "{\"variance\": 3.6216, \"skewness\": 8.6661, \"curtosis\": -2.8073, \"entropy\": -0.44699}";
    private static final String GENUINE_ANSWER = "{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"0\","
            + "\"title\":\"genuine\",\"probabilities\":{\"0\":0.99999833,\"1\":1.6867053E-6},"
            + BankNotes.OBSERVED_GENUINE + "}";
    private static final String FORGED =
            "{\"variance\": -1.3971, \"skewness\": 3.3191, \"curtosis\": -1.3927, \"entropy\": -1.9948}";
    private static final String FORGED_ANSWER = "{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"1\","
            + "\"title\":\"forged\",\"probabilities\":{\"0\":0.0015110329,\"1\":0.99848896},"
            + BankNotes.OBSERVED_FORGED + "}";

    private final URI server;
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean stopped;

    /**
     * What a client asks over and over.
     *
     * @param answer the expected body
     * @param pauseMillis how long the client waits after each answer
     */
    record Question(String name, String body, String answer, long pauseMillis) {

        /** A few hundred bytes: a proxy can keep them until they are answered. */
        static Question small() {
            return new Question("small", "[" + GENUINE + "," + FORGED + "]", answers(1), 25);
        }

        /** Some 150 kB: more than a proxy keeps, and long enough under way to be met there. */
        static Question large() {
            int pairs = 1_000;
            String rows = (GENUINE + "," + FORGED + ",").repeat(pairs);
            return new Question("large", "[" + rows.substring(0, rows.length() - 1) + "]", answers(pairs), 250);
        }

        private static String answers(int pairs) {
            String answers = (GENUINE_ANSWER + "," + FORGED_ANSWER + ",").repeat(pairs);
            return "[" + answers.substring(0, answers.length() - 1) + "]";
        }
    }

    /**
     * A request that was not answered, or not rightly.
     *
     * @param begun when its first byte was sent, in the time of {@link System#nanoTime}
     */
    record Failure(Question question, int client, long begun, String what) {

        @Override
        public String toString() {
            return question.name() + " request of client " + client + ": " + what;
        }
    }

    private Traffic(URI server) {
        this.server = server;
    }

    static Traffic on(URI server) {
        return new Traffic(server);
    }

    Traffic with(int count, Question question) {
        for (int i = 0; i < count; i++) {
            int client = running.size();
            running.add(clients.submit(() -> askOn(question, client)));
        }
        return this;
    }

    private void askOn(Question question, int client) {
        while (!stopped) {
            try (Wire wire = new Wire(server)) {
                boolean open = true;
                while (open && !stopped) {
                    open = ask(wire, question, client);
                    Patience.pause(question.pauseMillis());
                }
            } catch (IOException e) {
                fail(question, client, System.nanoTime(), e.toString());
            }
        }
    }

    /** Returns whether the connection can be used for another. */
    private boolean ask(Wire wire, Question question, int client) {
        long begun = System.nanoTime();
        underWay.incrementAndGet();
        try {
            Wire.Answer answer = wire.post("/predict", "application/json", question.body());
            if (answer.status() != 200 || !answer.body().equals(question.answer())) {
                fail(question, client, begun, cut(answer.toString()));
                return false;
            }
            answered.incrementAndGet();
            return !"close".equalsIgnoreCase(answer.headers().get("connection"));
        } catch (IOException e) {
            fail(question, client, begun, e.toString());
            return false;
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void fail(Question question, int client, long begun, String what) {
        failures.add(new Failure(question, client, begun, what));
        Patience.pause(5);
    }

    private static String cut(String text) {
        return text.length() > 400 ? text.substring(0, 400) + "…" : text;
    }

    int answered() {
        return answered.get();
    }

    /** How many requests are between their first byte and the last of their answer. */
    int underWay() {
        return underWay.get();
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** Returns once so many more have been answered. */
    void awaitAnswers(int more) {
        int enough = answered() + more;
        Patience.await(() -> answered() >= enough, more + " more requests are answered");
    }

    /** Lets each client end its request, and returns what failed. */
    List<Failure> stop() {
        stopped = true;
        clients.shutdown();
        try {
            if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a request was never answered");
            }
            for (Future<?> client : running) {
                client.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return failures();
    }
}
