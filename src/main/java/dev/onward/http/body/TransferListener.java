package dev.onward.http.body;

/** Notified before each read of the body that may wait for the client, and after every read. */
public interface TransferListener {

    /** A listener that does nothing. */
    TransferListener NONE = new TransferListener() {
        @Override
        public void beforeTransfer() {}

        @Override
        public void afterTransfer(int bytes) {}
    };

    /** Called before a read that may wait. */
    void beforeTransfer();

    /**
     * Called after a read, also if it failed.
     *
     * @param bytes of the body that were read
     */
    void afterTransfer(int bytes);
}
