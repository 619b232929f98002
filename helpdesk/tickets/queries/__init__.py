"""Reading for the desk's pages and rules: threads, queues, candidates, communes, and the attempt that travels."""
