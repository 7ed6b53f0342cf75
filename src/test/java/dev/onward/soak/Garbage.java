package dev.onward.soak;

import dev.onward.HostileRequest;
import dev.onward.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Malformed requests at a fixed rate. They have connections of their own, because the server waits for some seconds for
 * bodies that never become complete.
 */
final class Garbage implements AutoCloseable {

    private static final int CONNECTIONS = 64;

    /** Between those that are sent, so that a few already have all kinds of paths, types and bodies. */
    private static final long STEP = 103;

    private final URI server;
    private final double perSecond;
    private final Clients clients = new Clients();
    private final List<HostileRequest> requests = HostileRequest.all();
    private final Tally tally = new Tally("malformed");
    private final AtomicLong next = new AtomicLong();
    private final long start = System.nanoTime();

    private Garbage(URI server, double perSecond) {
        this.server = server;
        this.perSecond = perSecond;
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.repeat(this::send);
        }
    }

    /** Sends so many requests a second. */
    static Garbage start(URI server, double perSecond) {
        return new Garbage(server, perSecond);
    }

    /** Some of it can be read, such as a CSV file with an unreadable row. */
    private boolean send() {
        long number = next.getAndIncrement();
        long due = start + (long) (number * 1e9 / perSecond);
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        HostileRequest request = requests.get((int) (number * STEP % requests.size()));
        try {
            Wire.Answer answer = request.send(server, "garbage-" + number);
            if (answer.status() < 500) {
                tally.right(Integer.toString(answer.status()), System.nanoTime() - due);
            } else if (Tally.isRefusal(answer)) {
                tally.refused();
            } else {
                tally.wrong(request + ": " + answer);
            }
        } catch (ConnectException e) {
            tally.unanswered();
            return false;
        } catch (Wire.UnansweredException e) {
            tally.unanswered();
        } catch (IOException e) {
            tally.wrong(request + ": " + e);
        }
        return true;
    }

    Tally tally() {
        return tally;
    }

    int refusedConnections() {
        return clients.refusedConnections();
    }

    void stop() {
        clients.stop();
    }

    @Override
    public void close() {
        clients.close();
    }
}
