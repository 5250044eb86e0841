/** The least that Node can run; what it takes is the floor of every start. */
export {};
