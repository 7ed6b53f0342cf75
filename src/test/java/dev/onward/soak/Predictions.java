package dev.onward.soak;

import dev.onward.Wire;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Predictions in all formats, in turn, each checked. They are due at a fixed rate, whether or not earlier ones have
 * been answered (an open loop), and a latency counts from when its request was due.
 */
final class Predictions implements AutoCloseable {

    /** More than are needed at the rate. */
    private static final int OPEN_CONNECTIONS = 48;

    private static final int CLOSED_CONNECTIONS = 16;

    private final URI server;
    private final double perSecond;
    private final Clients clients = new Clients();
    private final List<Exchange> exchanges = Exchange.all();
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private final Tally warmingUp = new Tally("single predictions, warming up");
    private final Tally measured = new Tally("single predictions");
    private final long start = System.nanoTime();
    private volatile long measuredFrom = start;

    private Predictions(URI server, double perSecond, int connections) {
        this.server = server;
        this.perSecond = perSecond;
        exchanges.forEach(exchange -> tallies.put(exchange.name(), new Tally(exchange.name())));
        for (int i = 0; i < connections; i++) {
            clients.repeat(this::askOnOneConnection);
        }
    }

    /** Sends so many requests a second. */
    static Predictions open(URI server, double perSecond) {
        return new Predictions(server, perSecond, OPEN_CONNECTIONS);
    }

    /** Sends each connection's next request as soon as its last one has been answered. */
    static Predictions closed(URI server) {
        return new Predictions(server, 0, CLOSED_CONNECTIONS);
    }

    private boolean askOnOneConnection() {
        try (Wire wire = new Wire(server)) {
            boolean isOpen = true;
            while (isOpen && !clients.isStopped()) {
                isOpen = ask(wire);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns true if the connection can be used again. */
    private boolean ask(Wire wire) {
        long number = next.getAndIncrement();
        long due = perSecond == 0 ? System.nanoTime() : start + (long) (number * 1e9 / perSecond);
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        return ask(wire, exchanges.get((int) (number % exchanges.size())), due);
    }

    private boolean ask(Wire wire, Exchange exchange, long due) {
        Tally tally = tally(exchange.name());
        try {
            Wire.Answer answer = wire.exchange(exchange.request());
            if (exchange.isRight(answer)) {
                String version = answer.headers().get("onward-version");
                String variant = version == null ? "200" : "version " + version;
                long nanos = System.nanoTime() - due;
                tally.right(variant, nanos);
                if (exchange.isSingle()) {
                    (due - measuredFrom < 0 ? warmingUp : measured).right(variant, nanos);
                }
            } else if (Tally.isRefusal(answer)) {
                tally.refused();
            } else {
                tally.wrong(answer.toString());
            }
            return !"close".equalsIgnoreCase(answer.headers().get("connection"));
        } catch (Wire.UnansweredException e) {
            tally.unanswered();
        } catch (IOException e) {
            tally.wrong("the answer broke off: " + e);
        }
        return false;
    }

    private Tally tally(String name) {
        Tally tally = tallies.get(name);
        if (tally == null) {
            throw new IllegalArgumentException(name);
        }
        return tally;
    }

    int refusedConnections() {
        return clients.refusedConnections();
    }

    /** The requests that were due so far. */
    long sent() {
        return next.get();
    }

    /** The share of the rate at which requests were sent. */
    double attained() {
        return sent() / (perSecond * (System.nanoTime() - start) / 1e9);
    }

    /** True as soon as each format has been answered once. */
    boolean hasAnswers() {
        return tallies.values().stream().allMatch(tally -> tally.answered() > 0);
    }

    /** Of each format. */
    List<Tally> tallies() {
        return new ArrayList<>(tallies.values());
    }

    /** Counts single predictions apart that are due within so many seconds from now. */
    void warmUp(double seconds) {
        measuredFrom = System.nanoTime() + (long) (seconds * 1e9);
    }

    /** The single predictions that were due after the warm-up. */
    Tally singles() {
        return measured;
    }

    /** The single predictions that were due during the warm-up. */
    Tally warmUpSingles() {
        return warmingUp;
    }

    void stop() {
        clients.stop();
    }

    @Override
    public void close() {
        clients.close();
    }
}
