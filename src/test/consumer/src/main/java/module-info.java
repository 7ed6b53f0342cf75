/** Used on the module path only. */
module shop {
    requires dev.onward.core;

    opens shop to
            dev.onward.core;
}
