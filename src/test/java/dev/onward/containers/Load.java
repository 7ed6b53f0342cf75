package dev.onward.containers;

import dev.onward.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask the bank-note model without a pause, each on a connection that it keeps, until they are told to stop. */
final class Load {

    static final String GENUINE =
            "{\"variance\": 3.6216, \"skewness\": 8.6661, \"curtosis\": -2.8073, \"entropy\": -0.44699}";

    private final ExecutorService clients;
    private final List<Future<?>> running = new ArrayList<>();
    private final URI application;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger untaken = new AtomicInteger();
    private final List<String> faults = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * What became of the requests.
     *
     * @param answered rightly
     * @param refused with a status that says so: 404, 503, or the 500 without a body that WildFly answers while it takes
     *     an application away
     * @param unanswered without a byte: the server closed a kept connection while the request was on its way
     * @param untaken without a byte, on a connection that was new: nobody may have taken it from the system's queue
     * @param faults wrong answers, answers that broke off, and other statuses
     */
    record Outcome(int answered, int refused, int unanswered, int untaken, List<String> faults) {}

    private Load(URI application, int clients) {
        this.application = application;
        this.clients = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            running.add(this.clients.submit(this::askOn));
        }
    }

    static Load on(URI application, int clients) {
        return new Load(application, clients);
    }

    private void askOn() {
        while (!stopped) {
            try (Wire wire = new Wire(application)) {
                boolean open = ask(wire, untaken);
                while (!stopped && open) {
                    open = ask(wire, unanswered);
                }
            } catch (ConnectException e) {
                pause();
            } catch (IOException e) {
                fault(e.toString());
            }
        }
    }

    /** Returns whether the connection can be used for another. */
    private boolean ask(Wire wire, AtomicInteger unanswered) throws IOException {
        Wire.Answer answer;
        try {
            answer = wire.post(application.getPath() + "/predict", "application/json", GENUINE);
        } catch (Wire.UnansweredException e) {
            unanswered.incrementAndGet();
            return false;
        }
        if (answer.status() == 200 && answer.body().contains("\"title\":\"genuine\"")) {
            answered.incrementAndGet();
        } else if (answer.status() == 404
                || answer.status() == 503
                || isTomcatsOwn(answer)
                || (answer.status() == 500 && answer.body().isEmpty())) {
            refused.incrementAndGet();
            pause();
        } else {
            fault(answer.toString());
        }
        return !"close".equalsIgnoreCase(answer.headers().get("connection"));
    }

    /** While it closes, it takes a request that it has read in part for a bad one: once in 50 stops. */
    private static boolean isTomcatsOwn(Wire.Answer answer) {
        return answer.status() == 400
                && answer.headers().getOrDefault("content-type", "").startsWith("text/html");
    }

    private void fault(String fault) {
        synchronized (faults) {
            faults.add(fault);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int answered() {
        return answered.get();
    }

    Outcome stop() {
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
        return new Outcome(answered.get(), refused.get(), unanswered.get(), untaken.get(), List.copyOf(faults));
    }
}
