package dev.onward.containers;

import dev.onward.Patience;
import dev.onward.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Clients that ask the banknote model without a pause, each on a connection that it keeps, until they are told to stop.
 */
final class Load implements AutoCloseable {

    static final String GENUINE =
            "{\"variance\": 3.6216, \"skewness\": 8.6661, \"curtosis\": -2.8073, \"entropy\": -0.44699}";

    private final ExecutorService clients;
    private final List<Future<?>> running = new ArrayList<>();
    private final Container container;
    private final URI application;
    private final AtomicInteger answered = new AtomicInteger();
    private final Map<Integer, Integer> refused = new ConcurrentSkipListMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger untaken = new AtomicInteger();
    private final List<String> faults = new ArrayList<>();
    private volatile long lastAnswer = System.nanoTime();
    private volatile boolean stopped;

    /**
     * What became of the requests.
     *
     * @param answered rightly
     * @param refused how many with which status that says so: 503, a 404 that is not the application's, or what this
     *     container says by itself
     * @param unanswered without a byte: the server closed a kept connection while the request was on its way
     * @param untaken without a byte, on a connection that was new: nobody may have taken it from the system's queue;
     *     and connections that were reset while they were being made
     * @param faults wrong answers, answers that broke off, and other statuses
     */
    record Outcome(
            int answered, SortedMap<Integer, Integer> refused, int unanswered, int untaken, List<String> faults) {

        static final Outcome NONE = new Outcome(0, new TreeMap<>(), 0, 0, List.of());

        /** Whether every request was answered, and rightly. */
        boolean isWhole() {
            return refused.isEmpty() && unanswered == 0 && untaken == 0 && faults.isEmpty();
        }

        /** How many were refused in all. */
        int refusals() {
            return refused.values().stream().mapToInt(Integer::intValue).sum();
        }

        Outcome plus(Outcome other) {
            SortedMap<Integer, Integer> both = new TreeMap<>(refused);
            other.refused.forEach((status, count) -> both.merge(status, count, Integer::sum));
            return new Outcome(
                    answered + other.answered,
                    both,
                    unanswered + other.unanswered,
                    untaken + other.untaken,
                    Stream.concat(faults.stream(), other.faults.stream()).toList());
        }
    }

    private Load(RunningContainer server, String context, int clients) {
        this.container = server.container();
        this.application = server.url(context);
        this.clients = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            running.add(this.clients.submit(this::askOn));
        }
    }

    static Load on(RunningContainer server, String context, int clients) {
        return new Load(server, context, clients);
    }

    private void askOn() {
        while (!stopped) {
            Optional<Wire> connection = connect();
            if (connection.isEmpty()) {
                Patience.pause(10);
                continue;
            }
            try (Wire wire = connection.get()) {
                boolean open = ask(wire, untaken);
                while (!stopped && open) {
                    open = ask(wire, unanswered);
                }
            } catch (IOException e) {
                fault(e.toString());
            }
        }
    }

    /** Empty if nobody listens, or if the listener was closed while the connection was being made, which resets it. */
    private Optional<Wire> connect() {
        try {
            return Optional.of(new Wire(application));
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (IOException e) {
            untaken.incrementAndGet();
            return Optional.empty();
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
            lastAnswer = System.nanoTime();
        } else if (isRefusal(answer)) {
            refused.merge(answer.status(), 1, Integer::sum);
            Patience.pause(10);
        } else {
            fault(answer.toString());
        }
        return !"close".equalsIgnoreCase(answer.headers().get("connection"));
    }

    private boolean isRefusal(Wire.Answer answer) {
        String type = answer.headers().getOrDefault("content-type", "");
        return answer.status() == 503
                || (answer.status() == 404 && !type.startsWith("application/problem+json"))
                || container.refusesSo(answer);
    }

    private void fault(String fault) {
        synchronized (faults) {
            faults.add(fault);
        }
    }

    int answered() {
        return answered.get();
    }

    int refused(int status) {
        return refused.getOrDefault(status, 0);
    }

    /** When the last right answer came, by {@link System#nanoTime}. */
    long lastAnswer() {
        return lastAnswer;
    }

    Outcome stop() {
        close();
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
        return outcome();
    }

    /** Tells the clients to stop, if nobody has asked what became of their requests. */
    @Override
    public void close() {
        stopped = true;
        clients.shutdown();
    }

    /** What has become of them until now. */
    Outcome outcome() {
        synchronized (faults) {
            return new Outcome(
                    answered.get(), new TreeMap<>(refused), unanswered.get(), untaken.get(), List.copyOf(faults));
        }
    }
}
